"""Rules about where links lead: to what readers find at the moment of publishing."""

from datetime import timedelta

from django.test import TestCase, override_settings

from news.models import Article, OldAddress
from opendoors.content import clock
from opendoors.content.gate import links
from opendoors.content.gate.manuscript import Manuscript
from opendoors.content.publishing import State
from tests.factories import make_agreement, make_article, make_document, make_topic, make_university


def found(rule, *addresses, **values) -> list[str]:
    """The addresses, of those that an article links to, that the rule finds fault with."""
    body = "".join(f'<p><a href="{address}">{address}</a></p>' for address in addresses)
    article = Article(**{"title": "A title", "lead": "A lead", "body": body, "slug": "own", **values})
    moment = values.get("publish_at")
    return [finding.words for finding in rule(Manuscript(article, Article.outline, moment))]


class DeadLinkTests(TestCase):
    def test_pages_of_this_site(self):
        topic, university, agreement = make_topic(slug="t"), make_university(), make_agreement()
        alive = [
            *("/", "/ru/", "/news/", "/ru/news/?page=1", "/news", "/news/archive/2026/3/", "/partners/data/"),
            *(f"/news/topics/{topic.slug_en}/", f"/ru/news/topics/{topic.slug_ru}/", "/news/own/", "/static/x.css"),
            *(university.get_absolute_url(), f"{agreement.get_absolute_url()}#history", "/partners/countries/RU/"),
            *(f"/partners/id/{agreement.public_id}/", "https://example.org/nothing/", "mailto:a@example.org"),
        ]
        self.assertEqual(found(links.dead_link, *alive), [])

    def test_what_leads_nowhere(self):
        dead = [
            *("/nothing/", "/news/nothing/", "/ru/news/topics/nothing/", "/partners/universities/nothing/"),
            *("/partners/countries/XX/", "/partners/documents/9999999999999999999/", "/news/%00/", "/ru/nothing"),
            *("http://testserver/nothing/", "/partners/id/00000000-0000-4000-8000-000000000000/"),
        ]
        self.assertEqual(found(links.dead_link, *dead), dead)

    def test_what_readers_do_not_find(self):
        hidden = [
            make_article(state=State.DRAFT).get_absolute_url(),
            make_article(state=State.WITHDRAWN).get_absolute_url(),
            make_article(expire_at=clock.now() - timedelta(minutes=1)).get_absolute_url(),
            make_university(is_published=False).get_absolute_url(),
            f"/partners/documents/{make_document().pk}/",
            "/admin/news/article/1/change/",
            "/admin",
        ]
        self.assertEqual(found(links.dead_link, *hidden), hidden)
        self.assertEqual(found(links.dead_link, make_article().get_absolute_url()), [])

    def test_languages_are_apart(self):
        make_article(slug="one", language="en")
        self.assertEqual(found(links.dead_link, "/news/one/", "/ru/news/one/"), ["/ru/news/one/"])

    def test_judged_at_the_moment_of_publishing(self):
        tomorrow = clock.now() + timedelta(days=1)
        later = make_article(publish_at=tomorrow).get_absolute_url()
        ends = make_article(expire_at=tomorrow).get_absolute_url()
        self.assertEqual(found(links.dead_link, later, ends), [later])
        self.assertEqual(found(links.dead_link, later, ends, publish_at=tomorrow), [ends])
        past = clock.now() - timedelta(days=1)
        self.assertEqual(found(links.dead_link, later, ends, publish_at=past), [later])

    def test_headings_of_the_same_text(self):
        body = (
            '<h2>The rules</h2><p><a href="#h-the-rules">a</a><a href="#h-the-rules-2">b</a><a href="#_ftn1">c</a></p>'
        )
        self.assertEqual(found(links.dead_link, body=body), ["b", "c"])

    @override_settings(ALLOWED_HOSTS=["*"])
    def test_any_host_allowed_makes_no_site_ours(self):
        self.assertEqual(found(links.dead_link, "https://example.org/nothing/", "/nothing/"), ["/nothing/"])

    def test_queries_do_not_grow_with_links(self):
        articles = [make_article().get_absolute_url() for _each in range(30)]
        universities = [make_university().get_absolute_url() for _each in range(30)]
        for amount in (3, 30):
            with self.subTest(amount), self.assertNumQueries(2):
                self.assertEqual(found(links.dead_link, *articles[:amount], *universities[:amount]), [])


class OldAddressTests(TestCase):
    def test_leads_on(self):
        article = make_article(slug="new")
        OldAddress.objects.create(path="/news/177", article=article)
        OldAddress.objects.create(path="/news/178", article=make_article(state=State.WITHDRAWN))
        self.assertEqual(found(links.old_address, "/news/177/", "/news/177", "/news/178/"), ["/news/177/", "/news/177"])
        self.assertEqual(found(links.dead_link, "/news/177/", "/news/178/"), ["/news/178/"])
        self.assertEqual(found(links.old_address, "/news/new/"), [])


class MissingFileTests(TestCase):
    def test_pictures_and_files(self):
        for address in ("/media/images/gone.jpg", "/media/", "/media/a%00b.jpg"):
            with self.subTest(address):
                body = f'<p><img src="{address}" alt="Doors"></p>'
                self.assertEqual(found(links.missing_file, body=body), [address])
        self.assertEqual(found(links.missing_file, "/media/attachments/gone.pdf"), ["/media/attachments/gone.pdf"])
        self.assertEqual(found(links.dead_link, "/media/attachments/gone.pdf"), [])
