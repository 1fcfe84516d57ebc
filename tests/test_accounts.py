"""Invited by letter, switched off, drafts handed on: every act as an administrator does it and the person meets it."""

import re
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.test import TestCase, override_settings

from news.models import Article
from opendoors.content import clock
from opendoors.content.keeping import Autosave, Presence
from opendoors.content.publishing import State
from opendoors.roles import ROLES, TOLD
from tests.costs import ADMIN_REQUEST
from tests.factories import make_article, make_university, make_user

REDIS = {"BACKEND": "django.core.cache.backends.redis.RedisCache"}
LIST, INVITE, FORGOTTEN = "/admin/auth/user/", "/admin/auth/user/invite/", "/admin/password-reset/"
PASSWORD = "a long enough sentence"


def link_in(letter: mail.EmailMessage) -> str:
    return re.search(r"http://testserver(/admin/password-reset/\S+/\S+/)", letter.body)[1]


def without_server():
    return override_settings(
        EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend", EMAIL_HOST="127.0.0.1", EMAIL_PORT=1
    )


class AccountsCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.administrator = make_user("Administrator", first_name="Ada", last_name="Boss")
        cls.university = make_university(name_en="Home University", name_ru="Домашний университет")

    def setUp(self):
        cache.clear()
        self.client.force_login(self.administrator)

    def invite(self, *roles: str, follow: bool = True, **fields):
        groups = [Group.objects.get(name=role).pk for role in roles or ("Author",)]
        data = {
            "email": "Anna@Example.org",
            "first_name": "Anna",
            "last_name": "Petrova",
            "groups": groups,
            "universities": [self.university.pk],
            "language": "en",
            **fields,
        }
        return self.client.post(INVITE, data, follow=follow)

    def act(self, user: User, act: str, **data):
        return self.client.post(f"{LIST}{user.pk}/{act}/", data, follow=True)

    def choose_password(self, link: str, password: str = PASSWORD):
        visitor = self.client_class()
        page = visitor.get(link, follow=True)
        if not page.context["validlink"]:
            return page
        return visitor.post(page.request["PATH_INFO"], {"new_password1": password, "new_password2": password})

    def signs_in(self, username: str, password: str = PASSWORD) -> bool:
        visitor = self.client_class()
        visitor.post("/admin/login/", {"username": username, "password": password})
        return visitor.get("/admin/").status_code == 200


class InvitingTests(AccountsCase):
    def test_a_letter_leads_to_a_password_of_ones_own(self):
        response = self.invite("Author", "Translator")
        self.assertContains(response, "the letter went to anna@example.org")
        user = User.objects.get(email="anna@example.org")
        self.assertEqual({*user.groups.values_list("name", flat=True)}, {"Author", "Translator"})
        self.assertEqual(user.staff_memberships.get().university, self.university)
        letter = mail.outbox[0]
        self.assertEqual((letter.to, letter.subject), (["anna@example.org"], "Your account: Open Doors"))
        for told in ("Ada Boss", "Anna Petrova", "Author, Translator", "Home University", user.username, "MSK"):
            self.assertIn(told, letter.body)
        self.assertFalse(self.signs_in(user.username))
        self.assertRedirects(self.choose_password(link_in(letter)), "/admin/password-reset/done/")
        self.assertTrue(self.signs_in(user.username))

    def test_the_letter_speaks_the_language_of_who_gets_it(self):
        self.invite(language="ru")
        self.assertEqual(mail.outbox[0].subject, "Ваша учётная запись: Open Doors")
        for told in ("Автор", "Домашний университет", "Выберите пароль"):
            self.assertIn(told, mail.outbox[0].body)

    def test_a_link_holds_once_and_for_its_time(self):
        self.invite()
        link = link_in(mail.outbox[0])
        with override_settings(PASSWORD_RESET_TIMEOUT=-1):
            self.assertContains(self.choose_password(link), "does not hold any more")
        self.choose_password(link)
        page = self.choose_password(link, "another long sentence")
        self.assertContains(page, "does not hold any more")
        self.assertContains(page, FORGOTTEN)

    def test_an_altered_link_opens_nothing(self):
        self.invite()
        link = link_in(mail.outbox[0])
        altered = link[:-2] + ("0" if link[-2] != "0" else "1") + "/"
        self.assertContains(self.choose_password(altered), "does not hold any more")

    def test_sent_again_the_first_letter_holds_no_more(self):
        self.invite()
        user = User.objects.get(email="anna@example.org")
        self.assertContains(self.act(user, "invite", language="ru"), "the letter went to")
        first, second = map(link_in, mail.outbox)
        self.assertContains(self.choose_password(first), "does not hold any more")
        self.choose_password(second)
        self.assertTrue(self.signs_in(user.username))
        self.assertEqual(self.act(user, "invite", language="ru").status_code, 404)

    def test_the_list_tells_who_has_not_accepted(self):
        self.invite()
        self.assertContains(self.client.get(LIST), "not accepted yet")
        self.choose_password(link_in(mail.outbox[0]))
        page = self.client.get(f"{LIST}?standing=invited")
        self.assertNotContains(page, "anna@example.org")
        self.assertContains(self.client.get(f"{LIST}?standing=active"), "anna@example.org")

    def test_without_a_mail_server_the_account_stays_and_the_letter_can_be_sent_again(self):
        with without_server():
            response = self.invite()
        self.assertContains(response, "could not be sent")
        self.assertContains(response, "Send the invitation again")
        user = User.objects.get(email="anna@example.org")
        with without_server():
            self.assertContains(self.act(user, "invite", language="en"), "could not be sent")
        self.act(user, "invite", language="en")
        self.choose_password(link_in(mail.outbox[0]))
        self.assertTrue(self.signs_in(user.username))

    def test_what_cannot_be_is_told_beside_its_field(self):
        make_user(email="anna@example.org")
        for fields, told in (
            ({}, "There is an account with this address"),
            ({"email": "anna\nBcc: all@example.org"}, "valid email"),
            ({"email": "new@example.org", "groups": []}, "required"),
            ({"email": "new@example.org", "groups": [999]}, "valid choice"),
            ({"email": "new@example.org", "universities": ["x"]}, "not a valid value"),
            ({"email": "new@example.org", "language": "xx"}, "valid choice"),
        ):
            with self.subTest(told):
                self.assertContains(self.invite(**fields), told)
        response = self.invite("Editor", email="new@example.org", universities=[])
        self.assertContains(response, "Editor: please say of which university.")
        self.assertEqual((User.objects.filter(email="new@example.org").exists(), mail.outbox), (False, []))

    def test_an_address_that_django_takes_for_no_name_gives_one_all_the_same(self):
        for email, username in (("o'neil@e.org", "oneil@e.org"), ("ONeil@e.org", "oneil@e.org1")):
            self.invite(email=email)
            self.assertEqual(User.objects.get(email=email.lower()).username, username)

    def test_only_who_keeps_accounts_invites(self):
        for role in ("Author", "Editor", "Association editor"):
            self.client.force_login(make_user(role))
            self.assertEqual(self.invite().status_code, 403)
        self.assertEqual(mail.outbox, [])

    def test_every_role_is_told_in_words(self):
        self.assertEqual({*TOLD}, {*ROLES})
        self.client.cookies[settings.LANGUAGE_COOKIE_NAME] = "ru"
        self.assertContains(self.client.get(INVITE), "Редактор ассоциации:")


class ForgottenTests(AccountsCase):
    def ask(self, email: str):
        return self.client_class().post(FORGOTTEN, {"email": email}, follow=True)

    def test_a_letter_with_a_link_to_a_new_password(self):
        self.assertContains(self.client_class().get("/admin/login/"), FORGOTTEN)
        user = make_user("Author", email="anna@example.org", password="the forgotten one")
        self.ask("ANNA@example.org")
        self.assertIn(user.username, mail.outbox[0].body)
        self.assertIn("72 hours", mail.outbox[0].body)
        self.choose_password(link_in(mail.outbox[0]))
        self.assertTrue(self.signs_in(user.username))

    @override_settings(CACHES={"default": {**REDIS, "LOCATION": "redis://127.0.0.1:1/0"}})  # where nothing listens
    def test_it_comes_while_redis_is_away(self):
        make_user("Author", email="anna@example.org")
        self.ask("anna@example.org")
        self.assertEqual(len(mail.outbox), 1)

    def test_nobody_learns_whose_address_is_known_and_no_box_is_flooded(self):
        make_user("Author", email="anna@example.org")
        pages = [self.ask(email) for email in ("anna@example.org", "anna@example.org", "nobody@example.org")]
        shown = {re.sub(r'name="csrf\S+" value="\w+"', "", page.content.decode()) for page in pages}
        self.assertEqual(len(shown), 1)
        self.assertEqual(len(mail.outbox), 1)

    def test_no_letter_to_accounts_that_are_no_staff_or_switched_off(self):
        make_user(email="reader@example.org", password=PASSWORD)
        make_user("Author", email="gone@example.org", password=PASSWORD, is_active=False)
        for email in ("reader@example.org", "gone@example.org"):
            self.ask(email)
        self.assertEqual(mail.outbox, [])

    def test_who_was_invited_and_came_too_late_asks_for_a_link(self):
        self.invite()
        self.ask("anna@example.org")
        self.choose_password(link_in(mail.outbox[1]))
        self.assertTrue(self.signs_in("anna@example.org"))

    def test_a_mail_server_that_is_away_is_no_error(self):
        make_user("Author", email="anna@example.org", password=PASSWORD)
        with without_server():
            self.assertEqual(self.ask("anna@example.org").status_code, 200)


class LeavingTests(AccountsCase):
    def setUp(self):
        super().setUp()
        self.leaver = make_user("Author", first_name="Leo", last_name="Leaver", password=PASSWORD)
        self.theirs = self.client_class()
        self.theirs.force_login(self.leaver)

    def test_signed_out_at_once_and_for_good(self):
        self.assertEqual(self.theirs.get("/admin/").status_code, 200)
        self.act(self.leaver, "deactivate")
        self.assertEqual(self.theirs.get("/admin/").status_code, 302)
        self.assertFalse(self.signs_in(self.leaver.username))
        self.act(self.leaver, "reactivate")
        self.assertEqual(self.theirs.get("/admin/").status_code, 302)  # the old session is no more
        self.assertTrue(self.signs_in(self.leaver.username))

    def test_nothing_of_theirs_is_lost(self):
        article = make_article(created_by=self.leaver, state=State.DRAFT)
        place = (Article, article.pk)
        text = {"values": {"title": ["x"]}, "based_on": None, "kept_at": clock.now()}
        Autosave.objects.keep(self.leaver, "abcdefgh", place, **text)
        until = clock.now() + timedelta(minutes=1)
        Presence.objects.note(self.leaver, "abcdefgh", place, has_changes=True, until=until)
        self.act(self.leaver, "deactivate")
        self.assertEqual(Autosave.objects.of(self.leaver).unsaved().count(), 1)
        self.assertFalse(Presence.objects.exists())
        article.refresh_from_db()
        self.assertEqual(article.created_by, self.leaver)
        self.assertContains(self.client.get(f"/admin/news/article/{article.pk}/history/"), "Leo Leaver")

    def test_other_sessions_live_on(self):
        other = self.client_class()
        other.force_login(make_user("Author"))
        before = Session.objects.count()
        self.act(self.leaver, "deactivate")
        self.assertEqual(Session.objects.count(), before - 1)
        self.assertEqual(other.get("/admin/").status_code, 200)

    def test_nobody_switches_off_themselves_nor_a_superuser(self):
        self.assertEqual(self.act(self.administrator, "deactivate").status_code, 403)
        root = make_user(is_superuser=True, is_staff=True)
        for act in ("deactivate", "reactivate", "hand-over", "invite"):
            self.assertEqual(self.act(root, act).status_code, 403)
        self.assertEqual(User.objects.filter(is_active=False).count(), 0)

    def test_only_who_keeps_accounts(self):
        self.client.force_login(make_user("Association editor"))
        for act in ("deactivate", "reactivate", "hand-over", "invite"):
            self.assertEqual(self.act(self.leaver, act).status_code, 403)
        self.leaver.refresh_from_db()
        self.assertTrue(self.leaver.is_active)

    def test_the_form_of_an_account_switches_nobody_off(self):
        page = self.client.get(f"{LIST}{self.leaver.pk}/change/")
        self.assertNotContains(page, 'name="is_active"')
        self.assertContains(page, f"{LIST}{self.leaver.pk}/deactivate/")


class HandingOverTests(AccountsCase):
    def setUp(self):
        super().setUp()
        self.giver = make_user("Author", first_name="Gerda", last_name="Giver")
        self.taker = make_user("Author", first_name="Tim", last_name="Taker")

    def test_drafts_go_to_a_colleague_and_the_history_tells_it(self):
        draft = make_article(title="A draft", created_by=self.giver, state=State.DRAFT)
        public = make_article(title="Known", created_by=self.giver)
        self.assertContains(self.client.get(f"{LIST}{self.giver.pk}/hand-over/"), "A draft")
        response = self.act(self.giver, "hand-over", to=self.taker.pk)
        self.assertContains(response, "Tim Taker has 1 text now.")
        for article, writer in ((draft, self.taker), (public, self.giver)):
            article.refresh_from_db()
            self.assertEqual(article.created_by, writer)
        self.client.force_login(self.taker)
        history = self.client.get(f"/admin/news/article/{draft.pk}/history/")
        self.assertContains(history, "Handed over</strong> (Gerda Giver → Tim Taker)")
        self.assertContains(history, "Ada Boss")

    def test_what_they_may_not_edit_stays_and_is_named(self):
        draft = make_article(title="Of a university", created_by=self.giver, owner=self.university, state=State.DRAFT)
        response = self.act(self.giver, "hand-over", to=self.taker.pk)
        self.assertContains(response, "Tim Taker may not work on these")
        self.assertContains(response, "Of a university")
        draft.refresh_from_db()
        self.assertEqual(draft.created_by, self.giver)
        self.university.staff_memberships.create(user=self.taker)
        self.act(self.giver, "hand-over", to=self.taker.pk)
        draft.refresh_from_db()
        self.assertEqual(draft.created_by, self.taker)

    def test_reviews_that_wait_go_to_who_may_publish(self):
        self.giver, taker = make_user("Editor"), make_user("Editor", first_name="Eve", last_name="Editor")
        for user in (self.giver, taker):
            self.university.staff_memberships.create(user=user)
        waiting = make_article(title="It waits", owner=self.university, state=State.DRAFT)
        waiting.ask_review(by=self.taker, reviewer=self.giver, message="Please")
        self.assertContains(self.client.get(f"{LIST}{self.giver.pk}/hand-over/"), "It waits")
        self.assertContains(self.act(self.giver, "hand-over", to=self.taker.pk), "Tim Taker may not work on these")
        self.assertEqual(waiting.open_review.reviewer, self.giver)
        self.assertContains(self.act(self.giver, "hand-over", to=taker.pk), "Eve Editor has 1 text now.")
        review = waiting.open_review
        self.assertEqual((review.reviewer, review.asked_by, review.message), (taker, self.taker, "Please"))
        history = self.client.get(f"/admin/news/article/{waiting.pk}/history/")
        self.assertContains(history, "Handed over")

    def test_as_a_step_of_switching_off(self):
        draft = make_article(created_by=self.giver, state=State.IN_REVIEW)
        self.act(self.giver, "deactivate", to=self.taker.pk)
        draft.refresh_from_db()
        self.giver.refresh_from_db()
        self.assertEqual((draft.created_by, self.giver.is_active), (self.taker, False))

    def test_only_to_a_colleague_who_can_sign_in(self):
        draft = make_article(created_by=self.giver, state=State.DRAFT)
        for to in (self.giver, make_user(), make_user("Author", is_active=False)):
            self.assertContains(self.act(self.giver, "hand-over", to=to.pk), "valid choice")
        draft.refresh_from_db()
        self.assertEqual(draft.created_by, self.giver)

    def test_the_number_of_queries_does_not_grow(self):
        counts = []
        for amount in (3, 30):
            for _each in range(amount):
                make_article(created_by=self.giver, state=State.DRAFT)
            with self.assertNumQueries(counts[0] if counts else 17 + ADMIN_REQUEST) as queries:
                self.client.post(f"{LIST}{self.giver.pk}/hand-over/", {"to": self.taker.pk})
            counts.append(len(queries))


class ListTests(AccountsCase):
    def test_constant_number_of_queries(self):
        for amount in (3, 27):
            for _each in range(amount):
                make_user("Author")
            with self.assertNumQueries(8 + ADMIN_REQUEST):
                self.client.get(LIST)
