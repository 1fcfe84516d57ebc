"""Pages of countries and fields, and how long lists are cut on the pages of records."""

from django.test import TestCase
from django.urls import reverse

from partners import chapters
from partners.browsing.filters import alphabetical
from partners.models import University
from partners.views.records import LABORATORIES
from tests.factories import make_agreement, make_field, make_laboratory, make_university, make_user


def shown(response) -> str:
    return " ".join(response.content.decode().split())


class CountryTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.moscow = make_university(name_en="Moscow One", country="RU")
        cls.beijing = make_university(name_en="Beijing One", country="CN")
        cls.third = make_university(name_en="Astana One", country="KZ")
        cls.agreement = make_agreement(title_en="Two lands", parties=[cls.moscow, cls.beijing])
        make_agreement(title_en="Other lands", parties=[cls.moscow, cls.third])
        cls.laboratory = make_laboratory(name_en="Joint one", host=cls.moscow, partners=[cls.beijing])

    def page(self, code, prefix=""):
        return self.client.get(prefix + reverse("partners:country-detail", args=[code]))

    def test_a_little_of_everything_there(self):
        response = self.page("CN")
        for words in ("China", "Beijing One", "Two lands", "Joint one", "Russia"):
            self.assertContains(response, words)
        for words in ("Astana One", "Other lands", "Kazakhstan"):
            self.assertNotContains(response, words)
        self.assertContains(self.page("CN", "/ru"), "Китай")

    def test_the_other_parties_countries_count_each_record_once(self):
        make_agreement(parties=[self.moscow, self.beijing, make_university(country="CN")])
        text = shown(self.page("RU")).partition('id="countries"')[2]
        self.assertIn('China</a> <span class="countries__count">2</span>', text)
        self.assertIn('Kazakhstan</a> <span class="countries__count">1</span>', text)
        self.assertNotIn("Russia</a> <span", text.partition("</ul>")[0])

    def test_universities_come_first_and_do_not_repeat_the_country(self):
        University.objects.filter(pk=self.beijing.pk).update(city_en="Beijing")
        text = shown(self.page("CN"))
        self.assertLess(text.index('id="universities"'), text.index('id="countries"'))
        self.assertIn("University · Beijing</p>", text)

    def test_small_letters_lead_to_the_address(self):
        response = self.page("cn")
        self.assertRedirects(response, reverse("partners:country-detail", args=["CN"]), 301)

    def test_no_such_country_or_nothing_public_in_it(self):
        make_university(country="FR", is_published=False)
        for code in ("FR", "fr", "XX", "xx", "ZZZ", "1", "ß", "ſu"):
            with self.subTest(code):
                self.assertEqual(self.client.get(f"/partners/countries/{code}/").status_code, 404)

    def test_what_is_hidden_is_no_business_of_a_countrys_page(self):
        draft = make_university(name_en="A draft", country="CN")
        make_agreement(title_en="With a draft", parties=[self.moscow, draft])
        University.objects.filter(pk=draft.pk).update(is_published=False)
        make_agreement(title_en="A draft itself", parties=[self.moscow, self.beijing], is_published=False)
        for response in (self.page("CN"), self.page("RU"), self.client.get(reverse("partners:country-list"))):
            self.assertNotContains(response, "draft")

    def test_the_list_is_sorted_by_the_name_that_readers_see(self):
        self.assertEqual(
            [row.country.code for row in self.client.get("/partners/countries/").context["rows"]], ["CN", "KZ", "RU"]
        )
        self.assertEqual(
            [row.country.code for row in self.client.get("/ru/partners/countries/").context["rows"]], ["KZ", "CN", "RU"]
        )
        self.assertEqual(sorted(["Zambia", "Åland", "albania"], key=alphabetical), ["Åland", "albania", "Zambia"])


class FieldTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.field = make_field(name_en="Space research", isced_code="0533")
        cls.unused = make_field(name_en="Nothing yet")
        cls.university = make_university(name_en="Moscow One")
        make_agreement(title_en="On space", parties=[cls.university, make_university()], fields=[cls.field])
        make_laboratory(name_en="Space laboratory", host=cls.university, fields=[cls.field])
        make_agreement(title_en="Secret", fields=[cls.unused], is_published=False)

    def test_a_little_of_everything_in_it(self):
        response = self.client.get(self.field.get_absolute_url())
        for words in ("Space research", "0533", "On space", "Space laboratory", "Moscow One"):
            self.assertContains(response, words)

    def test_the_list_counts_what_is_published(self):
        response = self.client.get(reverse("partners:field-list"))
        counts = {
            field.name: (field.agreements_count, field.laboratories_count) for field in response.context["fields"]
        }
        self.assertEqual(counts, {"Space research": (1, 1)})

    def test_what_nothing_public_names_is_for_staff_alone(self):
        self.assertEqual(self.client.get(self.unused.get_absolute_url()).status_code, 404)
        self.client.force_login(make_user("Association editor"))
        response = self.client.get(self.unused.get_absolute_url())
        self.assertContains(response, "No published record names this field yet.")
        self.assertNotContains(response, "Secret")
        self.assertIn("no-store", response.headers["Cache-Control"])

    def test_records_lead_to_their_fields(self):
        for path in (reverse("partners:agreement-detail", args=["on-space"]), "/partners/labs/space-laboratory/"):
            self.assertContains(self.client.get(path), f'<a href="{self.field.get_absolute_url()}">Space research</a>')


class CutTests(TestCase):
    """A university with a great deal of everything tells the newest of it and leads to the rest."""

    @classmethod
    def setUpTestData(cls):
        cls.university = make_university()
        cls.parties = (cls.university, make_university())
        for _each in range(chapters.MOST + 2):
            make_agreement(parties=cls.parties, signed_on="2020-01-01")
        for _each in range(chapters.FEW + 1):
            make_agreement(parties=cls.parties, status="terminated")
        for _each in range(LABORATORIES + 1):
            make_laboratory(host=cls.university)
            make_laboratory(partners=[cls.university])

    def test_chapters_say_how_many_there_are(self):
        text = shown(self.client.get(self.university.get_absolute_url()))
        self.assertIn(f"In force: the newest {chapters.MOST} of {chapters.MOST + 2}", text)
        self.assertIn(f"Past and suspended: the newest {chapters.FEW} of {chapters.FEW + 1}", text)

    def test_the_rest_is_a_click_away(self):
        text = shown(self.client.get(self.university.get_absolute_url()))
        counts = {"agreements": chapters.MOST + chapters.FEW + 3, "labs": 2 * (LABORATORIES + 1)}
        for name, count in counts.items():
            address = f"/partners/{name}/?university={self.university.slug}"
            self.assertIn(f'<a href="{address}">', text)
            response = self.client.get(address)
            self.assertEqual(response.context["page"].paginator.count, count)
            self.assertContains(response, self.university.name)

    def test_a_university_that_is_not_public_filters_nothing(self):
        hidden = make_university(name_en="Hidden one", is_published=False)
        for slug in (hidden.slug, "none", "-", "é", "9" * 200):
            response = self.client.get(f"/partners/agreements/?university={slug}")
            self.assertEqual(response.context["page"].paginator.count, 0)
            self.assertNotContains(response, "Hidden one")

    def test_a_long_history_has_pages(self):
        agreement = make_agreement(parties=self.parties)
        for number in range(40):
            agreement.events.create(kind="amended", source_title=f"Gazette {number}.")
        first, second = (shown(self.client.get(f"{agreement.get_absolute_url()}?page={n}")) for n in (1, 2))
        self.assertIn("Gazette 39.", first)
        self.assertIn("Gazette 3.", second)
        self.assertNotIn("Gazette 3.", first)
        for page in ("0", "3", "x", "9" * 30):
            self.assertEqual(self.client.get(f"{agreement.get_absolute_url()}?page={page}").status_code, 404)
