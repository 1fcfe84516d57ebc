import json
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client, override_settings

from news.models import Article
from opendoors.content import clock
from opendoors.content.keeping import Autosave, Presence
from opendoors.content.models import Revision
from opendoors.content.publishing import KEPT_IN_BIN
from tests.costs import ADMIN_REQUEST
from tests.factories import make_article, make_topic, make_user
from tests.news.test_article_admin import ADD, LIST, EditorCase, form_data

KEEP = "/admin/news/article/keep/"
TAB = "0123456789abcdef"
WORDS = {"title": ["A title"], "body": ["<p>Planted words</p>"], "publish_at_0": ["2026"], "is_featured": []}


class KeepingCase(EditorCase):
    role = "Author"

    def send(self, content=None, **message):
        key = str(content.pk) if content else ""
        sent = {"tab": TAB, "content": key, "changed": True, "values": WORDS, **message}
        return self.client.post(KEEP, sent, content_type="application/json")

    def own(self, **fields):
        fields.setdefault("state", "draft")
        return make_article(created_by=self.user, **fields)

    def url(self, article):
        return f"{LIST}{article.pk}/change/"

    def offers(self, url):
        return self.client.get(url).context["offers"]


class KeepTests(KeepingCase):
    def test_it_is_kept_apart_from_the_history(self):
        article = self.own()
        answer = self.send(article, based_on=str(article.latest_revision_id))
        self.assertEqual(answer.json()["kept"], True)
        self.assertIn("no-store", answer["Cache-Control"])
        kept = Autosave.objects.get()
        self.assertEqual((kept.user, kept.object_id, kept.values), (self.user, article.pk, WORDS))
        self.assertEqual(Revision.objects.count(), 1)

    def test_what_readers_see_stays(self):
        article = self.own(state="public", title="Told")
        self.send(article)
        for url in ("/", "/news/", article.get_absolute_url()):
            self.assertNotContains(Client().get(url), "Planted words")

    def test_nothing_but_the_fields_of_the_form_is_kept(self):
        extra = {"csrfmiddlewaretoken": ["x"], "password1": ["x"], "_save": ["x"], "latest_revision": ["1"]}
        self.send(values={**WORDS, **extra})
        self.assertEqual(Autosave.objects.get().values, WORDS)

    def test_only_who_may_edit_it(self):
        foreign, overdue = make_article(state="draft"), self.own(deleted_at=clock.now() - KEPT_IN_BIN)
        for article in (foreign, overdue, Article(pk=10**17)):
            self.assertEqual(self.send(article).status_code, 404)
            self.assertEqual(self.client.get(KEEP, {"content": article.pk}).status_code, 404)
        self.assertFalse(Autosave.objects.exists())

    def test_what_was_moved_to_the_bin_meanwhile_is_kept_and_told(self):
        article = self.own()
        self.assertIs(self.send(article).json()["binned"], False)
        article.throw_away()
        told = self.send(article, values={**WORDS, "title": ["Later"]}).json()
        self.assertEqual((told["kept"], told["binned"]), (True, True))
        self.assertEqual(self.client.get(KEEP, {"content": article.pk}).status_code, 200)
        article.restore()
        self.assertIs(self.send(article, values=None).json()["binned"], False)
        self.assertContains(self.client.get(self.url(article)), "Later")

    def test_rights_that_were_withdrawn_are_no_session_that_has_ended(self):
        article = self.own()
        for field, status in (("is_staff", 404), ("is_active", 401)):
            with self.subTest(field):
                User.objects.filter(pk=self.user.pk).update(**{"is_staff": True, "is_active": True, field: False})
                self.assertEqual(self.send(article).status_code, status)
                self.assertEqual(self.client.get(KEEP).status_code, status)
        User.objects.filter(pk=self.user.pk).update(is_staff=True, is_active=True)
        self.client.force_login(self.user)
        self.user.groups.clear()
        self.assertEqual(self.send(article).status_code, 404)
        self.assertEqual(self.client.get(KEEP).status_code, 404)

    def test_who_is_not_signed_in_is_told_so_and_never_led_away(self):
        self.client.logout()
        self.assertEqual((self.send().status_code, self.client.get(KEEP).status_code), (401, 401))

    def test_others_requests_are_refused(self):
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(self.user)
        self.assertEqual(strict.post(KEEP, {"tab": TAB}, content_type="application/json").status_code, 403)
        known = strict.get(KEEP).json()
        self.assertEqual(known["user"], self.user.pk)
        header = {"X-CSRFToken": known["token"]}
        sent = strict.post(KEEP, {"tab": TAB}, content_type="application/json", headers=header)
        self.assertEqual(sent.status_code, 200)

    def test_hostile_messages(self):
        whole = ["", "{", "[]", "null", "7", '"x"', "[" * 100_000, "{}", b"\xff", '{"tab": 7}', '{"tab": "<script>"}']
        values = [{"values": given} for given in ([], {"title": "x"}, {"title": [7]}, {"title": [None]})]
        keys = [{"content": "1 OR 1"}, {"content": 7}, {"content": "9" * 19}, {"based_on": "x"}, {"settled": {}}]
        for sent in (*whole, *(json.dumps({"tab": TAB, **more}) for more in (*values, *keys))):
            with self.subTest(sent[:40]):
                self.assertEqual(self.client.post(KEEP, sent, content_type="application/json").status_code, 400)
        for age in (-1, 10**300, True, "x", None, 1.5):
            with self.subTest(age=age):
                self.assertEqual(self.send(age=age).status_code, 200)

    def test_null_bytes_and_halves_of_characters_are_left_out(self):
        raw = json.dumps({"tab": TAB, "changed": True, "values": {"title": ["a\0b\ud800c"]}})
        self.client.post(KEEP, raw, content_type="application/json")
        self.assertEqual(Autosave.objects.get().values, {"title": ["ab?c"]})

    def test_no_more_than_a_form_may_send(self):
        for limit, size in ((settings.DATA_UPLOAD_MAX_MEMORY_SIZE, 10 * 1024**2), (1000, 2000)):
            with self.subTest(limit=limit), override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=limit):
                self.assertEqual(self.send(values={"title": ["x" * size]}).status_code, 413)
        self.assertFalse(Autosave.objects.exists())

    def test_what_was_taken_back_is_not_kept(self):
        article = self.own()
        self.send(article)
        self.send(article, changed=False)
        self.assertFalse(Autosave.objects.exists())

    def test_a_message_asks_the_database_few_questions(self):
        article = self.own()
        self.send(article)
        with self.assertNumQueries(8 + ADMIN_REQUEST):  # session, user, two for rights, article, text, presence, others
            self.send(article)
        for number in range(30):
            until = clock.now() + timedelta(minutes=1)
            Presence.objects.note(make_user(), f"tab-{number}", (Article, article.pk), has_changes=True, until=until)
        with self.assertNumQueries(8 + ADMIN_REQUEST):
            self.send(article)


class OfferTests(KeepingCase):
    def test_it_is_offered_back_with_what_differs(self):
        article = self.own(title="A title", body="<p>Old words</p>")
        self.send(article, values={"title": ["A title"], "body": ["<p>Old words</p><p>New words</p>"]})
        page = self.client.get(self.url(article))
        self.assertContains(page, "<ins>New words</ins>", html=True)
        (offer,) = page.context["offers"]
        self.assertEqual([label for label, _difference in offer.differences], ["Text"])
        brought = self.client.get(offer.bring_back_url)
        self.assertContains(brought, "New words")
        self.assertEqual((brought.context["offers"], brought.context["keeping"]["changed"]), ([], True))

    def test_relations_dates_and_ticks_are_brought_back_as_they_were(self):
        topic, article = make_topic(name_en="Rankings"), self.own()
        values = {
            "topics": [str(topic.pk), "x"],
            "publish_at_0": ["24.12"],
            "publish_at_1": [""],
            "is_featured": ["on"],
        }
        self.send(article, values=values)
        page = self.client.get(self.url(article))
        self.assertContains(page, "<ins>Rankings</ins>", html=True)
        brought = self.client.get(page.context["offers"][0].bring_back_url)
        self.assertContains(brought, f'<option value="{topic.pk}" selected>')
        self.assertContains(brought, 'value="24.12"')
        self.assertRegex(brought.content.decode(), r'name="is_featured"[^>]* checked')

    def test_a_text_that_differs_in_nothing_is_not_offered(self):
        article = self.own(title="Same", body="<ul><li>One</li></ul>")
        self.send(article, values={"title": ["Same"], "body": ["<ul>\n\t<li>One</li>\n</ul>\n"]})
        self.assertEqual(self.offers(self.url(article)), [])

    def test_a_table_that_the_editor_has_written_anew_does_not_differ(self):
        article = self.own(body="<table><tbody><tr><th>City</th><td>17:59</td></tr></tbody></table>")
        written = (
            "<table>\n\t<tbody>\n\t\t<tr>\n\t\t\t<th>City</th>\n\t\t\t<td>17:59</td>\n\t\t</tr>\n\t</tbody>\n</table>\n"
        )
        self.send(article, values={"body": [written]})
        self.assertEqual(self.offers(self.url(article)), [])

    def test_words_made_bold_are_a_difference(self):
        article = self.own(body="<p>Some words</p>")
        self.send(article, values={"body": ["<p>Some <strong>words</strong></p>\n"]})
        self.assertEqual(len(self.offers(self.url(article))), 1)

    def test_a_text_older_than_the_newest_version_says_so(self):
        article = self.own()
        base = article.latest_revision_id
        self.send(article, based_on=str(base))
        self.assertFalse(self.offers(self.url(article))[0].is_older)
        self.change(article, title="Saved since", slug=article.slug)
        page = self.client.get(self.url(article))
        self.assertContains(page, "A newer version has been saved since")
        brought = self.client.get(page.context["offers"][0].bring_back_url)
        self.assertEqual(brought.context["keeping"]["basedOn"], str(base))

    def test_hostile_markup_is_words_in_the_comparison_and_gone_in_the_editor(self):
        self.send(
            values={"title": ["<script>alert(1)</script>"], "body": ["<p onclick=x>A<script>alert(2)</script></p>"]}
        )
        page = self.client.get(ADD)
        self.assertContains(page, "&lt;script&gt;alert(1)")
        brought = self.client.get(page.context["offers"][0].bring_back_url)
        self.assertNotContains(brought, "alert(2)")
        self.assertNotContains(brought, "<script>alert(1)")

    def test_nobody_else_is_offered_it_whatever_they_ask_for(self):
        article = self.own()
        self.send(article)
        self.client.force_login(make_user("Association editor"))
        self.assertEqual(self.offers(self.url(article)), [])
        self.assertNotContains(self.client.get(f"{self.url(article)}?bring_back={TAB}"), "Planted words")
        self.client.post(f"/admin/news/article/throw-away/{TAB}/")
        self.assertTrue(Autosave.objects.unsaved().exists())

    def test_thrown_away_it_is_gone(self):
        self.send()
        (offer,) = self.offers(ADD)
        self.assertEqual(self.client.get(offer.throw_away_url).status_code, 403)
        self.assertRedirects(self.client.post(offer.throw_away_url), ADD)
        self.assertEqual((self.offers(ADD), self.send().json()["kept"]), ([], False))


class SavedTests(KeepingCase):
    def test_a_new_article_that_is_saved_is_offered_no_more(self):
        self.send()
        self.add(_tab=TAB)
        self.assertFalse(Autosave.objects.unsaved().exists())
        self.assertEqual((self.offers(ADD), self.send().json()["kept"]), ([], False))

    def test_what_was_brought_back_and_saved_is_offered_no_more(self):
        article = self.own()
        self.send(article, tab="of-the-crash")
        self.change(article, title="Saved", slug=article.slug, _tab=TAB, _brought_back="of-the-crash")
        self.assertEqual(self.offers(self.url(article)), [])

    def test_a_form_with_an_error_goes_on_under_the_same_name(self):
        self.send()
        page = self.client.post(ADD, form_data(title="", _tab=TAB))
        self.assertEqual(page.context["keeping"]["tab"], TAB)
        self.assertTrue(page.context["keeping"]["changed"])
        self.assertTrue(Autosave.objects.unsaved().exists())

    def test_a_tab_nobody_gave_is_ignored(self):
        for tab in ("\0", "<script>", "x" * 10_000):
            self.assertNotEqual(self.client.post(ADD, form_data(title="", _tab=tab)).context["keeping"]["tab"], tab)
            self.add(_tab=tab, title=f"With {len(tab)}")
        self.assertFalse(Autosave.objects.exists())

    def test_saving_prunes_old_ones(self):
        with clock.at(clock.now() - timedelta(days=40)):
            self.send(tab="long-ago")
        self.add(_tab=TAB)
        self.assertFalse(Autosave.objects.of_tabs(["long-ago"]).exists())

    def test_who_may_only_look_and_popups_keep_nothing(self):
        article = self.own()
        article.throw_away()
        self.assertNotIn("keeping", self.client.get(self.url(article)).context)
        self.assertNotIn("keeping", self.client.get(f"{ADD}?_popup=1").context)
