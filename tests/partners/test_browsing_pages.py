"""The lists of the register as visitors ask for them: filters, sorts, and addresses that make no sense."""

from datetime import date

from django.test import TestCase
from django_countries import countries

from partners.models import University
from tests.factories import analyse, make_agreement, make_field, make_laboratory, make_university

UNIVERSITIES, LABORATORIES, AGREEMENTS = "/partners/universities/", "/partners/labs/", "/partners/agreements/"
LISTS = (UNIVERSITIES, LABORATORIES, AGREEMENTS)


class ListTestCase(TestCase):
    def found(self, path: str, **query) -> list[str]:
        """The names in the list, in its order."""
        response = self.client.get(path, query)
        self.assertEqual(response.status_code, 200)
        return [str(record) for record in response.context["page"].object_list]


class UniversityListTests(ListTestCase):
    @classmethod
    def setUpTestData(cls):
        cls.field = make_field(name_en="Physics", name_ru="Физика", slug="physics")
        hse = make_university(name_en="HSE", name_ru="ВШЭ", city_en="Moscow", city_ru="Москва")
        campus = make_university(name_en="Campus", kind="campus", parent=hse, city_en="Nizhny", city_ru="Нижний")
        faculty = make_university(name_en="Faculty", kind="faculty", parent=campus)
        pku = make_university(name_en="Peking", country="CN", city_en="Beijing", city_ru="Пекин")
        make_university(name_en="Alone", country="AT", kind="institute")
        make_laboratory(host=faculty, partners=[pku], fields=[cls.field])
        make_agreement(parties=(campus, pku), signed_on=date(2020, 1, 1))
        make_agreement(
            parties=(pku, make_university(name_en="Past", country="DE")),
            signed_on=date(2010, 1, 1),
            expires_on=date(2012, 1, 1),
            fields=[cls.field],
        )

    def test_without_filters_parts_stand_under_the_whole(self):
        self.assertEqual(self.found(UNIVERSITIES), ["Alone", "HSE", "Past", "Peking"])
        self.assertContains(self.client.get(UNIVERSITIES), "Faculty</a>")

    def test_each_filter(self):
        for query, names in (
            ({"country": "CN"}, ["Peking"]),
            ({"country": "CN", "city": "Beijing"}, ["Peking"]),
            ({"country": "CN", "city": "Пекин"}, ["Peking"]),
            ({"city": "Moscow"}, ["HSE"]),
            ({"city": "Nizhny"}, ["Campus"]),
            ({"kind": "institute"}, ["Alone"]),
            ({"kind": "faculty"}, ["Faculty"]),
            ({"field": "physics"}, ["HSE", "Past", "Peking"]),
            ({"laboratory": "yes"}, ["HSE", "Peking"]),
            ({"force": "yes"}, ["HSE", "Peking"]),
            ({"kind": "campus", "force": "yes", "laboratory": "yes"}, ["Campus"]),
            ({"kind": "faculty", "force": "yes"}, []),
        ):
            with self.subTest(**query):
                self.assertEqual(self.found(UNIVERSITIES, **query), names)

    def test_part_in_a_row_of_its_own_names_what_it_belongs_to(self):
        self.assertContains(
            self.client.get(UNIVERSITIES, {"kind": "faculty"}), '<span class="register__small">Campus, HSE</span>'
        )

    def test_sorts(self):
        self.assertEqual(self.found(UNIVERSITIES, sort="country"), ["Alone", "Peking", "Past", "HSE"])
        self.assertEqual(self.found(f"/ru{UNIVERSITIES}", sort="country"), ["Alone", "Past", "Peking", "HSE"])
        self.assertEqual(self.found(UNIVERSITIES, sort="newest"), ["HSE", "Peking", "Past", "Alone"])

    def test_countries_are_named_and_sorted_in_the_language_of_the_page(self):
        for prefix, names in (("", ["Austria", "China", "Germany", "Russia"]), ("/ru", None)):
            facet = self.client.get(prefix + UNIVERSITIES).context["browsing"].facets[0]
            labels = [choice.label for choice in facet.choices]
            self.assertEqual(labels, names or ["Австрия", "Германия", "Китай", "Россия"])

    def test_choices_say_how_many_records_they_leave(self):
        response = self.client.get(UNIVERSITIES, {"force": "yes"})
        self.assertContains(response, '<option value="CN">China (1)</option>')
        self.assertNotContains(response, "Austria")
        self.assertContains(response, "Has cooperation in force (2)")
        self.assertContains(response, "2 records found")


class LaboratoryListTests(ListTestCase):
    @classmethod
    def setUpTestData(cls):
        field = make_field(slug="physics")
        china = make_university(country="CN")
        make_laboratory(name_en="Planned", status="planned", host=china)
        make_laboratory(name_en="Resting", status="suspended", partners=[china])
        make_laboratory(name_en="At work", fields=[field])
        make_laboratory(name_en="Closed", status="closed", fields=[field])

    def test_each_filter(self):
        for query, names in (
            ({"country": "CN"}, ["Planned", "Resting"]),
            ({"status": "planned"}, ["Planned"]),
            ({"field": "physics"}, ["At work", "Closed"]),
            ({"field": "physics", "status": "closed", "country": "RU"}, ["Closed"]),
        ):
            with self.subTest(**query):
                self.assertEqual(self.found(LABORATORIES, **query), names)

    def test_sorts(self):
        self.assertEqual(self.found(LABORATORIES), ["At work", "Closed", "Planned", "Resting"])
        self.assertEqual(self.found(LABORATORIES, sort="status"), ["At work", "Planned", "Resting", "Closed"])

    def test_planned_one_looks_different(self):
        self.assertContains(self.client.get(LABORATORIES, {"status": "planned"}), '<tr class="register__planned">')


class AgreementListTests(ListTestCase):
    @classmethod
    def setUpTestData(cls):
        field = make_field(slug="physics")
        china = make_university(country="CN")
        make_agreement(title_en="A", signed_on=date(2020, 3, 1), signed_precision="month", kind="memorandum")
        make_agreement(title_en="B", parties=(china, make_university()), signed_on=date(2021, 5, 5), fields=[field])
        make_agreement(title_en="C", signed_on=date(2001, 1, 1), expires_on=date(2005, 1, 1))
        make_agreement(title_en="D", expires_on=date(2999, 1, 1))
        make_agreement(title_en="E", status="agreed")

    def test_each_filter(self):
        for query, titles in (
            ({"status": "agreed"}, ["E"]),
            ({"status": "signed", "kind": "memorandum"}, ["A"]),
            ({"year": "2020"}, ["A"]),
            ({"country": "CN"}, ["B"]),
            ({"field": "physics"}, ["B"]),
            ({"force": "yes"}, ["B", "A"]),
            ({"force": "yes", "status": "agreed"}, []),
        ):
            with self.subTest(**query):
                self.assertEqual(self.found(AGREEMENTS, **query), titles)

    def test_sorts_tell_what_is_unknown_last(self):
        self.assertEqual(self.found(AGREEMENTS), ["B", "A", "C", "E", "D"])
        self.assertEqual(self.found(AGREEMENTS, sort="title"), ["A", "B", "C", "D", "E"])
        self.assertEqual(self.found(AGREEMENTS, sort="expires"), ["C", "D", "E", "B", "A"])

    def test_years_are_offered_newest_first_and_unknown_dates_in_no_year(self):
        facet = next(
            facet for facet in self.client.get(AGREEMENTS).context["browsing"].facets if facet.parameter == "year"
        )
        self.assertEqual(
            [(choice.value, choice.count) for choice in facet.choices], [("2021", 1), ("2020", 1), ("2001", 1)]
        )

    def test_row_tells_parties_as_signed_kind_fields_and_dates(self):
        agreement = make_agreement(
            kind="double_degree", fields=[make_field(name_en=f"Field no. {n}") for n in range(7)]
        )
        agreement.parties.update(name_as_signed="Tongji Mathematics")
        response = self.client.get(AGREEMENTS, {"kind": "double_degree"})
        for words in ("Tongji Mathematics", "Double degree", "Field no. 0", "and 3 more", "date not stated"):
            self.assertContains(response, words)


class BadInputTests(ListTestCase):
    ABSURD = ("XX", "-1", "٢٠٢٠", "9" * 30, "<b>" + "é" * 5000, "a\nb")
    PARAMETERS = {
        UNIVERSITIES: ("country", "city", "kind", "field", "laboratory", "force", "sort"),
        LABORATORIES: ("country", "status", "field", "sort"),
        AGREEMENTS: ("status", "kind", "year", "country", "field", "force", "sort", "unheard"),
    }

    @classmethod
    def setUpTestData(cls):
        laboratory = make_laboratory(fields=[make_field()])
        make_agreement(parties=(laboratory.host, make_university(country="CN")), signed_on=date(2020, 1, 1))

    def test_no_value_of_any_parameter_is_an_error_of_ours(self):
        asked = [(path, name, value) for path in LISTS for name in self.PARAMETERS[path] for value in self.ABSURD]
        for path, name, value in asked:
            with self.subTest(path, name=name, value=value[:20]):
                response = self.client.get(path, {name: value})
                self.assertEqual(response.status_code, 200)
                self.assertNotIn(b"<b>", response.content)
                self.assertLess(len(response.content), 20_000)

    def test_unknown_value_leaves_nothing_and_says_so(self):
        for path, query in (
            (UNIVERSITIES, {"country": "XX"}),
            (UNIVERSITIES, {"city": "Atlantis"}),
            (LABORATORIES, {"status": "haunted"}),
            (AGREEMENTS, {"year": "soon"}),
            (AGREEMENTS, {"force": "perhaps"}),
        ):
            with self.subTest(path, **query):
                response = self.client.get(path, {**query, "field": "", "sort": "absurd"})
                self.assertEqual(response.context["page"].paginator.count, 0)
                self.assertContains(response, f"has no value “{next(iter(query.values()))}”")
                self.assertContains(response, f'href="{path}">Without “')

    def test_filters_that_left_something_stay_folded_so_that_the_records_come_first(self):
        fold = '<details class="filters-fold"'
        self.assertContains(self.client.get(AGREEMENTS, {"sort": "title"}), f"{fold}>")
        make_agreement(parties=[make_university(country="CN"), make_university()])
        self.assertContains(self.client.get(AGREEMENTS, {"country": "CN"}), f"{fold}>")
        self.assertContains(self.client.get(AGREEMENTS, {"country": "XX"}), f"{fold} open>")

    def test_contradiction_leaves_nothing_and_says_so(self):
        response = self.client.get(AGREEMENTS, {"status": "discussed", "year": "2020", "sort": "title"})
        self.assertContains(response, "Nothing in the register meets all of this at once.")
        self.assertContains(response, f'href="{AGREEMENTS}?status=discussed&amp;sort=title"')
        self.assertContains(response, f'href="{AGREEMENTS}?year=2020&amp;sort=title"')

    def test_value_is_named_safely_and_shortly(self):
        response = self.client.get(UNIVERSITIES, {"country": "<script>" + "x" * 5000})
        self.assertContains(response, "&lt;script&gt;xxx")
        self.assertNotContains(response, "<script>xxx")
        self.assertNotContains(response, "x" * 122)

    def test_last_of_two_values_counts(self):
        response = self.client.get(f"{UNIVERSITIES}?country=RU&country=CN")
        self.assertEqual(response.context["browsing"].query, "country=CN")

    def test_pages_that_do_not_exist(self):
        for path in LISTS:
            for page in ("0", "-1", "2", "abc", "9" * 30, "9" * 5000, "1e3", "٢"):
                with self.subTest(path, page=page[:10]):
                    self.assertEqual(self.client.get(path, {"page": page, "country": "RU"}).status_code, 404)

    def test_empty_page_is_the_first(self):
        for path in LISTS:
            self.assertEqual(self.client.get(path, {"page": ""}).context["page"].number, 1)

    def test_null_bytes_are_refused(self):
        for path in LISTS:
            self.assertEqual(self.client.get(f"{path}?country=%00").status_code, 400)


class AddressTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        for _each in range(65):
            make_university(country="CN")

    def test_pages_keep_the_filters(self):
        response = self.client.get(UNIVERSITIES, {"sort": "country", "kind": "", "country": "CN", "page": "2"})
        query = "country=CN&amp;sort=country"
        self.assertContains(response, f'href="{UNIVERSITIES}?{query}" rel="prev"')
        self.assertContains(response, f'href="{UNIVERSITIES}?{query}&amp;page=3" rel="next"')
        self.assertContains(response, "<title>Universities: China, page 2 —")

    def test_switcher_keeps_the_filters(self):
        response = self.client.get(f"{UNIVERSITIES}?page=2&country=CN&x=1")
        self.assertContains(response, f'<a href="/ru{UNIVERSITIES}?country=CN" hreflang="ru"')
        response = self.client.get(f"/ru{UNIVERSITIES}?country=CN")
        self.assertContains(response, f'<a href="{UNIVERSITIES}?country=CN" hreflang="en"')
        self.assertContains(self.client.get(UNIVERSITIES), f'<a href="/ru{UNIVERSITIES}" hreflang="ru"')

    def test_search_engines_keep_the_whole_list_and_follow_the_rest(self):
        robots = '<meta name="robots" content="noindex, follow">'
        for query, is_selection in (
            ({}, False),
            ({"page": 2}, False),
            ({"country": "CN"}, True),
            ({"sort": "newest"}, True),
        ):
            with self.subTest(**query):
                text = self.client.get(UNIVERSITIES, query).content.decode()
                self.assertEqual(robots in text, is_selection)
                self.assertEqual('rel="canonical"' in text, not is_selection)
                self.assertEqual('rel="alternate" hreflang' in text, not is_selection)

    def test_city_of_the_map_stays_when_the_form_is_sent(self):
        make_university(country="CN", city_en="Beijing", city_ru="Пекин")
        response = self.client.get(f"/ru{UNIVERSITIES}", {"city": "Beijing", "country": "CN"})
        self.assertContains(response, '<input type="hidden" name="city" value="Beijing">')
        self.assertContains(response, "Город: Пекин")


class WeightTests(TestCase):
    """No list weighs more than it may, however many choices there are and however much its rows have to tell."""

    HEAVIEST = 150_000  # bytes
    WORDS = " имени основателя и первого ректора академика Александра Александровича Богомолова"

    @classmethod
    def setUpTestData(cls):
        codes = list(countries.countries)[:200]
        universities = [
            University(name_en=code, name_ru=code + cls.WORDS, slug=code, country=code, is_published=True)
            for code in codes
        ]
        University.objects.bulk_create(universities)
        fields = [make_field(name_en=f"Field {n}", name_ru=f"{n} Науки о жизни и здоровье человека") for n in range(60)]
        for number in range(30):
            parties = [universities[number], *universities[100:110]]
            make_agreement(
                title_ru=f"Соглашение{cls.WORDS}", parties=parties, fields=fields, signed_on=date(1990 + number, 1, 1)
            )
            make_laboratory(name_ru=f"Лаборатория{cls.WORDS}", host=parties[0], partners=parties[1:], fields=fields)
            for _each in range(15):
                make_university(name_ru=f"Факультет{cls.WORDS}", kind="faculty", parent=universities[number])
        analyse()

    def test_pages_of_lists_stay_light(self):
        for path in LISTS:
            for query in ({}, {"field": "field-1", "country": "AF", "sort": "name"}):
                with self.subTest(path, **query):
                    response = self.client.get(f"/ru{path}", query)
                    self.assertEqual(response.status_code, 200)
                    self.assertLess(len(response.content), self.HEAVIEST)

    def test_what_is_left_out_of_a_row_is_said(self):
        self.assertContains(self.client.get(UNIVERSITIES), "and 5 more")
        self.assertContains(self.client.get(LABORATORIES), "and 5 more")
        self.assertContains(self.client.get(AGREEMENTS), "and 5 more")
