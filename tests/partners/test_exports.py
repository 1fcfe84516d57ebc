import csv
import json
from datetime import date
from fnmatch import fnmatch
from io import StringIO

from django.test import SimpleTestCase, TestCase, override_settings

from partners.dates import Precision
from partners.exports.datasets import DATASETS
from partners.exports.formats import safe
from tests.factories import SMALLEST_PDF, make_agreement, make_document, make_field, make_laboratory, make_university

FORMATS = {"universities": ("csv", "json", "geojson"), "labs": ("csv", "json"), "agreements": ("csv", "json")}
FILES = [f"{name}.{form}" for name, forms in FORMATS.items() for form in forms]


def text(response) -> str:
    return b"".join(response.streaming_content).decode()


class ExportCase(TestCase):
    def get(self, file: str, **parameters):
        return self.client.get(f"/partners/{file}", parameters)

    def table(self, name: str, **parameters) -> list[dict]:
        content = text(self.get(f"{name}.csv", **parameters))
        self.assertEqual(content[0], "\ufeff")
        return list(csv.DictReader(StringIO(content[1:], newline=""), strict=True))

    def object(self, file: str, **parameters) -> dict:
        return json.loads(text(self.get(file, **parameters)))

    def record(self, name: str, **parameters) -> dict:
        (record,) = self.object(f"{name}.json", **parameters)["records"]
        return record


class SafeTests(SimpleTestCase):
    def test_what_a_spreadsheet_runs_gets_an_apostrophe(self):
        for cell in ("=1+1", "+7", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", "  =1", "\u00a0=1", "\u2003@x", "＝1", "－1"):
            with self.subTest(cell):
                self.assertEqual(safe(cell), f"'{cell}")

    def test_other_text_stays_as_it_is(self):
        for cell in ("", "MGIMO", "a=b", "'x", "北大", "1 - 2", " x"):
            with self.subTest(cell):
                self.assertEqual(safe(cell), cell)


class FileTests(ExportCase):
    @classmethod
    def setUpTestData(cls):
        cls.university = make_university(
            latitude="55.75", longitude="-37.5", aliases=["ВШЭ", "a|b"], name_en='A "B", C'
        )
        make_laboratory(host=cls.university)
        make_agreement()

    def test_every_file_has_its_type_a_dated_name_licence_and_language(self):
        types = {"csv": "text/csv; charset=utf-8", "json": "application/json", "geojson": "application/geo+json"}
        for file in FILES:
            with self.subTest(file):
                response = self.get(file)
                self.assertEqual(response["Content-Type"], types[file.rpartition(".")[2]])
                self.assertRegex(response["Content-Disposition"], r'filename="open-doors-\w+-\d{4}-\d\d-\d\d\.\w+"')
                self.assertIn('<https://creativecommons.org/licenses/by/4.0/>; rel="license"', response["Link"])
                self.assertEqual(response["Access-Control-Allow-Origin"], "*")
                text(response)

    def test_csv_ends_its_lines_and_quotes_as_rfc_4180_says(self):
        content = text(self.get("universities.csv"))
        self.assertNotIn("\n", content.replace("\r\n", ""))
        self.assertIn('"A ""B"", C"', content)

    def test_every_row_of_csv_names_licence_and_day(self):
        for name in FORMATS:
            for row in self.table(name):
                self.assertEqual(row["licence"], "CC BY 4.0 https://creativecommons.org/licenses/by/4.0/")
                self.assertEqual(date.fromisoformat(row["as_of"]).isoformat(), row["as_of"])

    @override_settings(DATA_LICENCE={"name": "Ours", "url": "https://example.org/ours"})
    def test_the_licence_is_a_setting(self):
        self.assertEqual(self.object("labs.json")["licence"], {"name": "Ours", "url": "https://example.org/ours"})
        self.assertEqual(self.table("labs")[0]["licence"], "Ours https://example.org/ours")
        self.assertContains(self.client.get("/partners/data/"), "https://example.org/ours")

    def test_json_says_whence_when_and_how_many(self):
        told = self.object("universities.json", country="RU")
        self.assertEqual(told["source"], "http://testserver/partners/universities.json?country=RU")
        self.assertEqual(told["count"], len(told["records"]))
        self.assertRegex(told["generated"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
        self.assertEqual(told["as_of"], date.fromisoformat(told["as_of"]).isoformat())

    def test_numbers_stay_numbers_and_lists_are_parted_by_bars(self):
        row = next(row for row in self.table("universities") if row["uuid"] == str(self.university.public_id))
        self.assertEqual((row["latitude"], row["longitude"]), ("55.75", "-37.5"))
        self.assertEqual(row["aliases"], "ВШЭ | a¦b")

    def test_geojson_puts_longitude_first_and_nothing_where_nothing_is_known(self):
        told = self.object("universities.geojson")
        self.assertEqual(told["type"], "FeatureCollection")
        self.assertNotIn("crs", told)
        places = {feature["id"]: feature["geometry"] for feature in told["features"]}
        ours = places.pop(f"http://testserver/partners/id/{self.university.public_id}/")
        self.assertEqual(ours, {"type": "Point", "coordinates": [-37.5, 55.75]})
        self.assertEqual(set(map(str, places.values())), {"None"})

    def test_other_formats_are_404_and_other_methods_405(self):
        for file in ("universities.xml", "labs.geojson", "agreements.geojson", "universities.CSV", "universities."):
            self.assertEqual(self.get(file).status_code, 404, file)
        self.assertEqual(self.client.post("/partners/labs.csv").status_code, 405)

    def test_head_and_conditions_are_answered(self):
        for file in FILES:
            with self.subTest(file):
                self.assertEqual(text(self.client.head(f"/partners/{file}")), "")
                asked = {
                    "If-None-Match": '"x"',
                    "If-Modified-Since": "Wed, 21 Oct 2026 07:28:00 GMT",
                    "Range": "bytes=0-1",
                }
                response = self.client.get(f"/partners/{file}", headers=asked)
                self.assertEqual((response.status_code, bool(text(response))), (200, True))

    def test_an_empty_file_is_a_file(self):
        for name in ("labs", "agreements"):
            for dataset in (DATASETS[name],):
                dataset.rows().model.objects.update(is_published=False)
            content = text(self.get(f"{name}.csv"))
            self.assertEqual((content.count("\r\n"), content.endswith("licence,as_of\r\n")), (1, True))
            told = self.object(f"{name}.json")
            self.assertEqual((told["records"], told["count"]), ([], 0))

    def test_csv_has_what_json_has_but_for_histories(self):
        for name in FORMATS:
            heads = list(self.table(name)[0])
            for key in self.object(f"{name}.json")["records"][0]:
                with self.subTest(name, key=key):
                    self.assertEqual(any(fnmatch(head, f"{key}*") for head in heads), key != "events")

    def test_no_neutralised_cell_begins_like_a_formula(self):
        make_university(
            name_en="=HYPERLINK(1)", acronym="@x", aliases=["+1", "2"], city_en=" -x", own_name="", slug="x"
        )
        row = next(row for row in self.table("universities") if "HYPERLINK" in row["name_en"])
        told = [row["name_en"], row["acronym"], row["aliases"], row["city_en"]]
        self.assertEqual(told, ["'=HYPERLINK(1)", "'@x", "'+1 | 2", "' -x"])


class RecordTests(ExportCase):
    def test_a_university_names_what_it_is_part_of(self):
        whole = make_university(name_en="Whole", own_name="Целое", own_language="ru", ror_id="055f7t516", founded=1992)
        part = make_university(name_en="Part", kind="faculty", parent=whole)
        told = self.object("universities.json")["records"]
        self.assertEqual([one["name_en"] for one in told], ["Whole", "Part"])
        self.assertEqual(told[1]["part_of"], told[0]["id"])
        self.assertEqual((told[0]["ror"], told[0]["founded"]), ("https://ror.org/055f7t516", 1992))
        self.assertEqual(told[1]["page_ru"], f"http://testserver/ru/partners/universities/{part.slug}/")
        self.assertIsNone(told[0]["city_en"])

    def test_membership_is_told_of_members_only(self):
        left = {"member_from_on": date(2020, 1, 1), "member_from_precision": "year"}
        make_university(**left)
        self.assertIsNone(self.record("universities")["member_from"])
        make_university(is_member=True, **left)
        told = [one["member_from"] for one in self.object("universities.json")["records"]]
        self.assertEqual(sorted(told, key=str), ["2020", None])

    def test_a_successor_that_is_hidden_is_not_named(self):
        make_university(became=make_university(is_published=False))
        self.assertIsNone(self.record("universities")["became"])

    def test_dates_are_as_precise_as_they_are_known(self):
        make_agreement(
            signed_on=date(2025, 3, 1),
            signed_precision=Precision.MONTH,
            expires_on=date(2030, 12, 31),
            expires_precision="year",
        )
        told = self.record("agreements")
        self.assertEqual((told["signed"], told["signed_precision"]), ("2025-03", "month"))
        self.assertEqual((told["expires"], told["expires_precision"]), ("2030", "year"))
        self.assertEqual((told["effective"], told["effective_precision"]), (None, "unknown"))
        self.assertEqual((told["status"], told["standing"], told["in_force"]), ("signed", "in_force", True))

    def test_an_agreement_names_its_parties_as_signed(self):
        university = make_university(name_en="Now")
        agreement = make_agreement(parties=(university, make_university()), fields=[make_field(isced_code="0541")])
        agreement.parties.filter(university=university).update(name_as_signed="Then", own_reference="7/1")
        told = self.record("agreements")
        self.assertEqual(told["parties"][0]["id"], f"http://testserver/partners/id/{university.public_id}/")
        named = [told["parties"][0][key] for key in ("name_en", "name_as_signed", "own_reference")]
        self.assertEqual((named, told["fields"][0]["isced_f"]), (["Now", "Then", "7/1"], "0541"))
        row = self.table("agreements")[0]
        self.assertTrue(row["parties_name_as_signed"].startswith("Then"))
        self.assertEqual(row["parties_id"].count(" | "), 1)

    def test_agreements_and_laboratories_name_one_another_if_public(self):
        first, second = make_agreement(), make_agreement()
        hidden = make_agreement(is_published=False)
        first.relations.create(other=second)
        first.relations.create(other=hidden)
        renewal = make_agreement(renews=first)
        make_agreement(renews=hidden)
        laboratory = make_laboratory()
        laboratory.agreements.set([first, hidden])
        told = {one["uuid"]: one for one in self.object("agreements.json")["records"]}
        of = {key: told[str(key.public_id)] for key in (first, second, renewal)}
        self.assertEqual(of[first]["related"], [of[second]["id"]])
        self.assertEqual(of[second]["related"], [of[first]["id"]])
        self.assertEqual(of[renewal]["renews"], of[first]["id"])
        lab = self.record("labs")
        self.assertEqual((lab["agreements"], of[first]["laboratories"]), ([of[first]["id"]], [lab["id"]]))
        self.assertNotIn(str(hidden.public_id), json.dumps(list(told.values())))

    def test_public_documents_and_entries_alone(self):
        agreement = make_agreement()
        make_document(agreement=agreement, title="Secret")
        public = make_document(agreement=agreement, title="Open", visibility="public", content=SMALLEST_PDF + b" ")
        agreement.events.create(kind="amended", description_en="Hidden", is_public=False)
        agreement.events.create(kind="amended", when_text_en="this year", source_title="News", source_url="/news/x/")
        told = self.record("agreements")
        address = f"http://testserver/partners/documents/{public.pk}/"
        self.assertEqual(told["documents"], [{"title": "Open", "language": "en", "url": address}])
        self.assertEqual([event["kind"] for event in told["events"]], ["signed", "amended"])
        self.assertEqual(told["events"][1]["when_en"], "this year")
        self.assertEqual(told["events"][1]["source_url"], "http://testserver/news/x/")

    def test_codes_are_those_the_page_explains(self):
        laboratory = make_laboratory(status="planned")
        laboratory.transition("closed")
        make_agreement(status="discussed").transition("agreed", kind="agreed_to_sign")
        make_agreement(status="signed", form="oral").transition("suspended")
        for name in FORMATS:
            choices = {one.name: dict(one.choices) for one in DATASETS[name].columns if one.choices and not one.parts}
            for record in self.object(f"{name}.json")["records"]:
                for key, known in choices.items():
                    for code in record[key] if isinstance(record[key], list) else [record[key]]:
                        self.assertIn(code, known, (name, key))
        self.assertEqual(self.record("labs")["standing"], "plan_dropped")


class IdentifierTests(TestCase):
    def test_leads_to_the_page_of_the_record_wherever_that_is(self):
        for make in (make_university, make_laboratory, make_agreement):
            record = make()
            record.slug = "elsewhere"
            record.save()
            for prefix in ("", "/ru"):
                for key in (str(record.public_id), str(record.public_id).upper()):
                    response = self.client.get(f"{prefix}/partners/id/{key}/")
                    self.assertRedirects(response, prefix + record.get_absolute_url(), 303)

    def test_tells_nothing_of_what_is_hidden_or_unknown(self):
        hidden = make_university(is_published=False)
        for key in (hidden.public_id, "00000000-0000-4000-8000-000000000000"):
            self.assertEqual(self.client.get(f"/partners/id/{key}/").status_code, 404)

    def test_every_record_has_one_of_its_own_that_restoring_keeps(self):
        first, second = make_university(), make_university()
        self.assertNotEqual(first.public_id, second.public_id)
        self.assertFalse(hasattr(first.history.first(), "public_id"))


class FilterTests(ExportCase):
    @classmethod
    def setUpTestData(cls):
        cls.russian = make_university(country="RU", name_en="Russian")
        make_university(parent=cls.russian, kind="faculty", name_en="Its faculty")
        cls.chinese = make_university(country="CN", name_en="Chinese")
        cls.field = make_field()
        make_agreement(parties=(cls.russian, cls.chinese), fields=[cls.field])
        make_agreement(parties=(cls.russian, make_university(name_en="Other")), status="discussed")
        make_laboratory(host=cls.chinese, status="planned")

    def names(self, **parameters) -> list[str]:
        return [row["name_en"] for row in self.table("universities", **parameters)]

    def test_a_file_holds_what_its_list_shows_parts_included(self):
        self.assertEqual(self.names(), ["Chinese", "Other", "Russian", "Its faculty"])
        self.assertEqual(self.names(country="CN"), ["Chinese"])
        self.assertEqual(self.names(country="RU", field=self.field.slug), ["Russian", "Its faculty"])
        self.assertEqual(len(self.table("agreements", country="CN")), 1)
        self.assertEqual([row["status"] for row in self.table("labs", status="planned")], ["planned"])
        self.assertEqual(self.names(page="7"), self.names())

    def test_lists_link_to_their_files_with_their_filters(self):
        page = self.client.get("/partners/agreements/?country=CN&page=1&unheard=of")
        for form in ("csv", "json"):
            self.assertContains(page, f'href="/partners/agreements.{form}?country=CN"')
        self.assertContains(self.client.get("/ru/partners/universities/"), 'href="/ru/partners/universities.geojson"')

    def test_unknown_and_contradictory_filters_give_an_empty_file(self):
        for parameters in ({"country": "XX"}, {"field": "unheard"}, {"country": "CN", "kind": "campus"}):
            self.assertEqual(self.names(**parameters), [], parameters)
            self.assertEqual(self.object("universities.geojson", **parameters)["features"], [])
        self.assertEqual(self.object("agreements.json", status="x", year="abc")["count"], 0)

    def test_no_parameter_is_an_error(self):
        for name in ("country", "kind", "field", "status", "year", "sort", "city", "force", "laboratory", "page", "q"):
            for value in ("", "'", "0", "-1", "9" * 400, "%", "é\u202e", "a" * 3000, "[]"):
                for file in ("universities.geojson", "labs.csv", "agreements.json"):
                    with self.subTest(file, name=name, value=value[:9]):
                        response = self.get(file, **{name: value})
                        self.assertEqual((response.status_code, bool(text(response))), (200, True))
