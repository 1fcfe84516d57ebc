import re

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import TestCase

from opendoors.pages.models import MenuItem, Page
from opendoors.pages.places import VIEWS, Place, path_of
from tests.costs import PUBLIC_PAGE
from tests.factories import make_article, make_menu_item, make_page


class MenuCase(TestCase):
    def menu(self, path="/", part="header"):
        """The lines of a menu: what is written and its tag."""
        page = self.client.get(path).content.decode()
        block = re.search(rf"<{part}.*?</{part}>", page, re.DOTALL)[0]
        nav = re.search(r"<nav.*?</nav>", block, re.DOTALL)[0]
        return {words.strip(): tag for tag, words in re.findall(r"(<a [^>]*>)(.*?)</a>", nav, re.DOTALL)}


class LinesTests(MenuCase):
    def test_a_site_that_nobody_has_edited_leads_home_to_news_and_partners(self):
        for part in ("header", "footer"):
            with self.subTest(part):
                self.assertEqual([*self.menu(part=part)], ["Home", "News", "Partners"])

    def test_a_menu_without_items_is_as_it_was_at_first(self):
        MenuItem.objects.all().delete()
        self.assertEqual([*self.menu("/ru/")], ["Главная", "Новости", "Партнёры"])

    def test_items_stand_in_their_order(self):
        make_menu_item(address="https://example.org/", label_en="Last", label_ru="Последний", position=500)
        make_menu_item(place=Place.DATA, position=15)
        self.assertEqual([*self.menu()], ["Home", "Open data", "News", "Partners", "Last"])

    def test_page_is_the_readers_own(self):
        page = make_page(title="About", slug="about")
        make_page(title="О нас", slug="o-nas", language="ru", translation_key=page.translation_key)
        make_menu_item(page)
        self.assertEqual(self.menu()["About"], '<a href="/about/">')
        self.assertEqual(self.menu("/ru/")["О нас"], '<a href="/ru/o-nas/">')

    def test_page_of_the_other_language_alone_says_so(self):
        make_menu_item(make_page(title="About", slug="about"))
        self.assertEqual(self.menu("/ru/")["About"], '<a href="/about/" hreflang="en" lang="en">')

    def test_own_label_is_said_instead_of_the_title(self):
        make_menu_item(make_page(title="About", slug="about"), label_ru="О нас")
        self.assertIn("About", self.menu())
        self.assertEqual(self.menu("/ru/")["О нас"], '<a href="/about/" hreflang="en">')

    def test_page_that_visitors_do_not_find_is_left_out(self):
        for state in ("draft", "review", "withdrawn"):
            make_menu_item(make_page(title=f"Hidden {state}", state=state))
        binned = make_page(title="Hidden in the bin")
        make_menu_item(binned)
        binned.throw_away()
        pruned = make_page(title="Hidden for good")
        make_menu_item(pruned)
        Page.objects.filter(pk=pruned.pk).delete()
        for path in ("/", "/ru/"):
            self.assertNotContains(self.client.get(path), "Hidden")

    def test_path_on_this_site_is_that_of_the_language(self):
        make_menu_item(address="/partners/agreements/?kind=other", label_en="Deals", label_ru="Сделки")
        self.assertEqual(self.menu("/ru/")["Сделки"], '<a href="/ru/partners/agreements/?kind=other">')

    def test_label_of_another_language_says_which(self):
        make_menu_item(address="https://example.org/", label_en="Elsewhere")
        self.assertEqual(self.menu("/ru/")["Elsewhere"], '<a href="https://example.org/" lang="en">')

    def test_every_place_is_there_in_both_languages(self):
        self.assertEqual({*VIEWS}, {*Place})
        for place in Place:
            for prefix in ("", "/ru"):
                with self.subTest(place, prefix=prefix):
                    self.assertEqual(self.client.get(prefix + path_of(place)).status_code, 200)


class CurrentTests(MenuCase):
    def test_the_page_itself_and_the_part_that_it_belongs_to(self):
        article = make_article()
        for path, expected in (
            ("/", {"Home": "page"}),
            ("/news/", {"News": "page"}),
            (article.get_absolute_url(), {"News": "true"}),
            ("/ru/partners/universities/", {"Партнёры": "true"}),
            ("/nothing/", {}),
        ):
            with self.subTest(path):
                self.assertEqual(self._current(path), expected)

    def test_the_nearest_of_several_is_meant(self):
        make_menu_item(place=Place.AGREEMENTS)
        self.assertEqual(self._current("/partners/agreements/"), {"Agreements": "page"})
        self.assertEqual(self._current("/partners/labs/"), {"Partners": "true"})

    def test_a_standing_page(self):
        make_menu_item(make_page(title="About", slug="about"))
        self.assertEqual(self._current("/about/"), {"About": "page"})

    def _current(self, path):
        found = {words: re.search(r'aria-current="(\w+)"', tag) for words, tag in self.menu(path).items()}
        return {words: mark[1] for words, mark in found.items() if mark}


class RulesTests(TestCase):
    def test_an_item_leads_to_exactly_one(self):
        key = make_page().translation_key
        for target in (
            {},
            {"page_key": key, "place": "news"},
            {"place": "news", "address": "/news/"},
            {"page_key": key, "address": "/news/"},
        ):
            with self.subTest(target), self.assertRaises(IntegrityError), transaction.atomic():
                make_menu_item(**target)

    def test_addresses_that_lead_nowhere_good_are_refused(self):
        for address in ("javascript:alert(1)", "//example.org/", "/\\example.org/", "ftp://example.org/", "news/"):
            with self.subTest(address), self.assertRaises(ValidationError):
                MenuItem(menu="header", address=address, label_en="x").full_clean()

    def test_an_address_needs_a_label(self):
        with self.assertRaises(ValidationError):
            MenuItem(menu="header", address="/news/").full_clean()


class QueryTests(TestCase):
    def test_two_queries_however_many_items(self):
        for amount in (3, 27):
            for _each in range(amount):
                make_menu_item(make_page(language="ru"))
                make_menu_item(place=Place.NEWS, menu="footer")
            with self.subTest(amount), self.assertNumQueries(1 + PUBLIC_PAGE + 1):
                self.client.get("/partners/countries/")
