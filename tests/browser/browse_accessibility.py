"""axe-core (WCAG 2.2 A and AA, best practices) finds nothing on any kind of public page."""

from datetime import timedelta
from itertools import product

from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from opendoors.content import clock
from tests import demonstration, page_kinds
from tests.browser.harness import DESKTOP, PHONE, BrowserTestCase
from tests.factories import (
    make_agreement,
    make_article,
    make_deadline,
    make_document,
    make_field,
    make_figure,
    make_laboratory,
    make_menu_item,
    make_page,
    make_topic,
    make_university,
)

# Each width in each language once, by day or by night.
VIEWS = [("", PHONE, False), ("", DESKTOP, True), ("/ru", PHONE, True), ("/ru", DESKTOP, False)]
# A scheme is nothing but colours.
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
PARTNERS = ("overview", "university-list", "laboratory-list", "agreement-list", "country-list", "field-list", "data")
BODY = """<p>A text with <a href="https://example.org/">a link</a>.</p><h2>A heading</h2><ul><li>One</li></ul>
<table><caption>Days</caption><thead><tr><th scope="col">Day</th><th scope="col">Hour</th></tr></thead>
<tbody><tr><td>Monday</td><td>10</td></tr></tbody></table>
<blockquote><p>Said.</p><p class="attribution">Someone</p></blockquote>
<div class="callout callout-deadline">Sunday, 23:59 Moscow time (UTC+3)</div><div class="callout">Mind this.</div>
<ul class="figures"><li><strong>60</strong> countries</li><li><strong>4</strong> tracks</li></ul>"""

SEARCHES = ("/search/", "/search/?q=laboratory&country=RU", "/search/?q=home", "/search/?q=zzyzx&year=1999")
FILTERED = (
    "/partners/universities/?country=CN&kind=university",
    "/partners/universities/?country=nowhere",
    "/partners/labs/?status=planned&country=RU",
    "/partners/agreements/?status=signed&country=CN&sort=title",
    "/partners/agreements/?status=withdrawn&kind=memorandum",
)


def place(city: str, country: str, latitude: str, longitude: str) -> dict:
    return {"city_en": city, "city_ru": city, "country": country, "latitude": latitude, "longitude": longitude}


class AccessibilityTests(BrowserTestCase):
    def test_an_empty_site(self):
        self._look(["/", "/news/", *SEARCHES[::3], *(reverse(f"partners:{name}") for name in PARTNERS)], VIEWS[:1])

    def test_a_site_with_a_little_of_everything(self):
        self._look(self._fill(), VIEWS)

    def test_every_kind_of_page_in_every_view(self):
        demonstration.load()
        self.expect_complaint("404 (Not Found)")  # one of the kinds
        for language in ("en", "ru"):
            page = self.open("/health/")
            for kind, path in page_kinds.paths(language).items():
                page.goto(path)
                for width, scheme in product((PHONE, DESKTOP), ("light", "dark")):
                    page.set_viewport_size({"width": width, "height": 800})
                    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # no colour half-way to another
                    with self.subTest(kind=kind, language=language, width=width, scheme=scheme):
                        found = Axe().run(page, options=COLOURS if scheme == "dark" else None)
                        self.assertEqual(found.violations_count, 0, found.generate_report())

    def _look(self, paths, views):
        for prefix, width, dark in views:
            page = self.open(f"{prefix}{paths[0]}", width=width, dark=dark)
            for path in paths:
                with self.subTest(path=f"{prefix}{path}", width=width, dark=dark):
                    page.goto(f"{prefix}{path}")
                    found = Axe().run(page)
                    self.assertEqual(found.violations_count, 0, found.generate_report())
                    self.assertFits(page)

    def _fill(self) -> list[str]:
        field, topic = make_field(isced_code="05"), make_topic(slug_en="a-topic", slug_ru="a-topic")
        home = make_university(**place("Moscow", "RU", "55.752", "37.6178"), acronym="HU", aliases=["Home"])
        away = make_university(
            **place("Beijing", "CN", "39.9075", "116.3972"), own_name="北京大学", own_language="zh-Hans"
        )
        campus = make_university(kind="campus", parent=home)
        laboratory = make_laboratory(host=campus, partners=[away], fields=[field])
        planned = make_laboratory(host=home, partners=[away], status="planned")
        agreement = make_agreement(parties=[home, away], fields=[field], activities=["joint_research"])
        agreement.events.create(kind="amended", source_title="A gazette", source_url="https://example.org/1")
        make_document(agreement=agreement, visibility="public")
        for status in ("discussed", "agreed", "suspended", "terminated"):
            make_agreement(parties=[home, away], status=status)
        links = {"universities": [home], "laboratories": [planned], "agreements": [agreement]}
        for language in ("en", "ru"):
            article = make_article(language=language, slug="an-article", body=BODY, topics=[topic], **links)
        self._fill_pages()
        moment = article.publish_at
        records = (home, away, campus, laboratory, planned, agreement, field)
        return [
            "/",
            "/news/",
            reverse("news:topic-detail", args=[topic.slug]),
            reverse("news:article-archive", args=[moment.year, moment.month]),
            "/news/an-article/",
            "/a-page/",
            "/deadlines/",
            *(reverse(f"partners:{name}") for name in PARTNERS),
            *(record.get_absolute_url() for record in records),
            reverse("partners:country-detail", args=["CN"]),
            *FILTERED,
            *SEARCHES,
        ]

    def _fill_pages(self) -> None:
        for language in ("en", "ru"):
            page = make_page(language=language, slug="a-page", body=BODY + "<h2>More</h2>" * 4)
            make_menu_item(page)
            make_menu_item(page, menu="footer")
        make_deadline(tracks=["master"], link="/a-page/")
        make_deadline(at=clock.now() - timedelta(days=1))
        make_figure()
