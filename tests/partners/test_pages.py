from datetime import date

from django.test import TestCase
from django.urls import reverse
from django.utils import translation

from opendoors.content import clock
from partners.models import Agreement, Laboratory
from tests.factories import (
    SMALLEST_PDF,
    make_agreement,
    make_article,
    make_document,
    make_field,
    make_laboratory,
    make_university,
    make_user,
)

STATUS, LAB = Agreement.Status, Laboratory.Status
STAFF_WORDS = "Words for staff alone"


def shown(response) -> str:
    """The text of a page with its white space made even."""
    return " ".join(response.content.decode().split())


class PageTestCase(TestCase):
    def page(self, record, language="en"):
        with translation.override(language):
            response = self.client.get(record.get_absolute_url())
        self.assertEqual(response.status_code, 200)
        return response


class AgreementDetailTests(PageTestCase):
    def test_agreed_to_sign_does_not_read_as_signed(self):
        agreement = make_agreement(status=STATUS.DISCUSSED)
        agreement.transition(STATUS.AGREED, kind="agreed_to_sign")
        for response in (self.page(agreement), self.client.get(reverse("partners:agreement-list"))):
            self.assertContains(response, "Agreed to sign")
            self.assertContains(response, "not signed")
            self.assertNotContains(response, '<span class="badge badge--signed">')
        self.assertContains(self.page(agreement), "no signing is reported")

    def test_signed_without_a_date_says_so(self):
        text = shown(self.page(make_agreement()))
        self.assertIn("date not stated", text)
        self.assertIn('<span class="badge badge--signed">Signed</span>', text)
        self.assertNotIn("<time", text.partition('class="facts"')[2].partition("</dl>")[0])

    def test_form_that_nobody_states_is_called_cooperation(self):
        agreement = make_agreement(title_en="Study", form="not_stated", kind="joint_research")
        self.assertContains(self.page(agreement), "Cooperation · Joint research")

    def test_facts_do_not_repeat_the_line_above_the_title(self):
        self.assertNotContains(self.page(make_agreement(form="written", kind="other")), "<dt>Form</dt>")
        response = self.page(make_agreement(form="not_stated", kind="other"))
        self.assertContains(response, '<dt>Form</dt><dd><span class="unknown">not stated</span></dd>')
        self.assertNotContains(response, "Other")

    def test_where_nobody_states_the_form_nobody_denies_a_signature(self):
        agreement = make_agreement(form="not_stated", status=STATUS.AGREED)
        self.assertContains(self.page(agreement), "no signing reported")
        self.assertNotContains(self.page(agreement), "not signed")

    def test_reported_in_force_names_the_source(self):
        agreement = make_agreement(status=STATUS.DISCUSSED)
        agreement.transition(
            STATUS.SIGNED, kind="reported_in_force", source_title="The Gazette", source_url="https://example.org/1"
        )
        text = shown(self.page(agreement))
        self.assertIn("Reported in force by:", text)
        self.assertIn('<a class="external-mark" href="https://example.org/1" rel="noopener">The Gazette</a>', text)

    def test_dates_are_told_as_precisely_as_they_are_known(self):
        agreement = make_agreement(
            signed_on=date(2024, 3, 1),
            signed_precision="month",
            expires_on=date(2034, 12, 31),
            expires_precision="year",
        )
        response = self.page(agreement)
        self.assertContains(response, '<time datetime="2024-03">March 2024</time>')
        self.assertContains(response, '<time datetime="2034">2034</time>')
        self.assertContains(response, "In force")

    def test_expired_is_told_by_the_clock(self):
        agreement = make_agreement(signed_on=date(2015, 1, 1), expires_on=date(2020, 1, 1))
        self.assertContains(self.page(agreement), "Expired")

    def test_parts_of_universities_are_parties_as_signed(self):
        university = make_university(name_en="Tongji University")
        school = make_university(name_en="School of Mathematics", kind="school", parent=university)
        agreement = make_agreement(parties=(school, make_university()))
        agreement.parties.filter(university=school).update(name_as_signed="Tongji Mathematics")
        response = self.page(agreement)
        for words in ("School of Mathematics", "Tongji University", "As signed: Tongji Mathematics"):
            self.assertContains(response, words)
        self.assertContains(response, university.get_absolute_url())

    def test_history_tells_when_in_words_and_hides_what_is_not_public(self):
        agreement = make_agreement()
        agreement.events.create(kind="extension_discussed", when_text_en="earlier this year", source_title="A paper")
        agreement.events.create(kind="amended", description_en=STAFF_WORDS, is_public=False)
        response = self.page(agreement)
        for words in ("Extension discussed", "earlier this year", "A paper"):
            self.assertContains(response, words)
        self.assertNotContains(response, STAFF_WORDS)

    def test_entries_of_one_source_name_it_once_below(self):
        agreement = make_agreement(status=STATUS.DISCUSSED)
        for kind in ("extension_discussed", "amended"):
            agreement.events.create(kind=kind, source_title="The Gazette", source_url="/news/one/")
        text = shown(self.page(agreement)).partition('id="history"')[2]
        self.assertEqual(text.count("The Gazette"), 1)
        self.assertIn("Source of all these entries:", text)
        agreement.events.create(kind="extended", source_title="Another paper")
        text = shown(self.page(agreement)).partition('id="history"')[2]
        self.assertEqual((text.count("The Gazette"), text.count("Source:")), (2, 3))
        self.assertNotIn("Source of all", text)

    def test_staff_data_is_not_shown(self):
        user = make_user("Association editor", first_name=STAFF_WORDS, username="responsible-one")
        agreement = make_agreement(internal_notes=STAFF_WORDS, responsible=user, notice_months=6)
        self.assertNotContains(self.page(agreement), STAFF_WORDS)
        self.assertNotContains(self.page(agreement), "responsible-one")

    def test_documents_are_those_that_visitors_may_have(self):
        agreement = make_agreement()
        public = make_document(agreement=agreement, title="The text", visibility="public", language="zh-Hans")
        make_document(agreement=agreement, title=STAFF_WORDS, content=SMALLEST_PDF + b"%")
        response = self.page(agreement)
        self.assertContains(response, f'<a href="{reverse("partners:document", args=[public.pk])}"')
        self.assertContains(response, "Simplified Chinese")
        self.assertNotContains(response, STAFF_WORDS)

    def test_renewals_and_relations_are_linked(self):
        old = make_agreement(title_en="The old one")
        new = make_agreement(title_en="The new one", renews=old)
        beside = make_agreement(title_en="The one beside")
        beside.relations.create(other=new)
        text = shown(self.page(new))
        self.assertIn("Renews", text)
        self.assertIn("The old one", text)
        self.assertIn("The one beside", text)
        self.assertIn("Renewed by", shown(self.page(old)))


class LaboratoryDetailTests(PageTestCase):
    def test_planned_one_does_not_look_like_an_active_one(self):
        planned = make_laboratory(status=LAB.PLANNED)
        planned.events.create(kind="application_submitted", when_text_en="earlier this year")
        response = self.page(planned)
        for words in ("Planned laboratory", "It does not exist yet", "not opened", "earlier this year"):
            self.assertContains(response, words)
        self.assertNotContains(response, "badge--force")
        self.assertContains(self.page(make_laboratory()), "badge--force")

    def test_dropped_plan_was_never_opened(self):
        laboratory = make_laboratory(status=LAB.PLANNED)
        laboratory.transition(LAB.CLOSED, kind="plan_dropped")
        self.assertContains(self.page(laboratory), "Plan dropped")
        self.assertContains(self.page(laboratory), "not opened")

    def test_hidden_entries_of_the_history_are_not_shown(self):
        laboratory = make_laboratory(internal_notes=STAFF_WORDS)
        laboratory.events.create(kind="other", description_en=STAFF_WORDS, is_public=False)
        self.assertNotContains(self.page(laboratory), STAFF_WORDS)

    def test_host_partners_fields_and_agreements(self):
        agreement, field = make_agreement(), make_field()
        laboratory = make_laboratory(partners=[make_university(name_en="The partner")], fields=[field])
        laboratory.agreements.add(agreement)
        for words in ("The partner", laboratory.host.name, field.name, agreement.title):
            self.assertContains(self.page(laboratory), words)


class UniversityDetailTests(PageTestCase):
    def test_names_in_all_languages_and_identifiers(self):
        university = make_university(
            name_en="Peking University",
            name_ru="Пекинский университет",
            own_name="北京大学",
            own_language="zh-Hans",
            aliases=["PKU"],
            country="CN",
            ror_id="02v51f717",
            wikidata_id="Q16952",
            website="https://www.pku.edu.cn/",
        )
        response = self.page(university)
        self.assertContains(response, '<dd lang="zh-Hans">北京大学</dd>')
        self.assertContains(response, '<dt>Name in Russian</dt><dd lang="ru">Пекинский университет</dd>')
        for words in (
            "PKU",
            "China",
            "https://ror.org/02v51f717",
            "https://www.wikidata.org/wiki/Q16952",
            "pku.edu.cn",
        ):
            self.assertContains(response, words)
        self.assertContains(self.page(university, "ru"), '<dd lang="en">Peking University</dd>')

    def test_name_in_another_language_says_which(self):
        university = make_university(name_en="Academy", name_ru=None)
        self.assertContains(self.page(university, "ru"), '<h1 lang="en">Academy</h1>')
        self.assertContains(self.page(university), "<h1>Academy</h1>")

    def test_cooperation_is_grouped_by_where_it_stands(self):
        university = make_university()
        parties = (university, make_university())
        make_agreement(title_en="Runs", parties=parties, signed_on=date(2020, 1, 1))
        make_agreement(title_en="Is over", parties=parties, status=STATUS.TERMINATED)
        make_agreement(title_en="Is talked about", parties=parties, status=STATUS.DISCUSSED)
        text = shown(self.page(university)).partition('id="cooperation"')[2]
        order = ["In force", "Runs", "Under discussion", "Is talked about", "Past and suspended", "Is over"]
        places = [text.index(words) for words in order]
        self.assertEqual(places, sorted(places))

    def test_its_own_page_names_the_others_of_a_cooperation(self):
        ours, other = make_university(name_en="Ours"), make_university(name_en="The other")
        faculty = make_university(name_en="Our faculty", kind="faculty", parent=ours)
        make_agreement(title_en="One", parties=(ours, other))
        make_agreement(title_en="Two", parties=(faculty, other))
        text = shown(self.page(ours)).partition('id="cooperation"')[2]
        self.assertNotIn("<li>Ours</li>", text)
        self.assertEqual(text.count("<li>The other</li>"), 2)
        self.assertIn("<li>Our faculty, Ours</li>", text)
        self.assertContains(self.client.get("/partners/agreements/"), "<li>Ours</li>")

    def test_a_long_page_says_first_what_is_on_it(self):
        university = make_university()
        self.assertNotContains(self.page(university), "On this page")
        make_agreement(parties=(university, make_university()))
        make_laboratory(host=university)
        for words in ('<a href="#cooperation">Cooperation: 1</a>', '<a href="#laboratories">Laboratories: 1</a>'):
            self.assertContains(self.page(university), words)

    def test_what_its_parts_do_is_on_its_page(self):
        university = make_university()
        campus = make_university(name_en="The campus", kind="campus", parent=university)
        agreement = make_agreement(parties=(campus, make_university()))
        laboratory = make_laboratory(host=campus)
        for words in ("The campus", agreement.title, laboratory.name):
            self.assertContains(self.page(university), words)

    def test_long_history_is_told_in_part(self):
        university = make_university()
        laboratory = make_laboratory(host=university)
        for _each in range(12):
            laboratory.events.create(kind="renewed")
        self.assertContains(self.page(university), "tell what happened before")

    def test_news_in_the_page_s_language(self):
        university = make_university()
        make_article(title="It opens a door", universities=(university,))
        self.assertContains(self.page(university), "It opens a door")
        self.assertNotContains(self.page(university, "ru"), "It opens a door")


class StaffViewTests(TestCase):
    def test_unpublished_record_has_a_banner_and_is_not_cached(self):
        user = make_user("Association editor")
        university = make_university(is_published=False, staff=[user])
        records = [
            university,
            make_laboratory(host=university, is_published=False),
            make_agreement(parties=(university, make_university()), is_published=False),
        ]
        for record in records:
            with self.subTest(record):
                self.client.logout()
                self.assertEqual(self.client.get(record.get_absolute_url()).status_code, 404)
                self.client.force_login(user)
                response = self.client.get(record.get_absolute_url())
                self.assertContains(response, "Only staff can see this page")
                self.assertEqual(response.headers["Cache-Control"], "private, no-store")

    def test_published_record_has_none(self):
        response = self.client.get(make_university().get_absolute_url())
        self.assertNotContains(response, "Only staff can see this page")
        self.assertNotIn("no-store", response.headers.get("Cache-Control", ""))


class ListTests(TestCase):
    def test_figures_count_published_records(self):
        host = make_university()
        make_university(kind="faculty", parent=host)
        make_university(is_published=False)
        make_laboratory(host=host, status=LAB.PLANNED)
        response = self.client.get(reverse("partners:overview"))
        for words in ("in 1 country, with 1 faculty", "planned, not opened yet: 1", "The figures count the records"):
            self.assertContains(response, words)

    def test_parts_stand_under_what_they_belong_to(self):
        host = make_university(name_en="The whole")
        faculty = make_university(name_en="The faculty", kind="faculty", parent=host)
        make_university(name_en="The department", kind="department", parent=faculty)
        response = self.client.get(reverse("partners:university-list"))
        text = shown(response)
        self.assertContains(response, "1 institution,")
        self.assertLess(text.index("The whole"), text.index("The faculty"))
        self.assertLess(text.index("The faculty"), text.index("The department"))

    def test_pages_of_a_list(self):
        for _each in range(31):
            make_university()
        path = reverse("partners:university-list")
        second = self.client.get(path, {"page": 2})
        self.assertContains(second, f'<link rel="canonical" href="http://testserver{path}?page=2">')
        self.assertContains(self.client.get(path), "Next")
        for page in ("3", "0", "x"):
            with self.subTest(page):
                self.assertEqual(self.client.get(path, {"page": page}).status_code, 404)

    def test_empty_lists_say_so(self):
        for name, words in {
            "overview": "No agreement has been entered yet.",
            "university-list": "No university has been entered yet.",
            "laboratory-list": "No laboratory has been entered yet.",
            "agreement-list": "No agreement has been entered yet.",
        }.items():
            with self.subTest(name):
                self.assertContains(self.client.get(reverse(f"partners:{name}")), words)

    def test_a_crowd_of_parties_is_told_in_part_by_a_list_and_whole_by_its_page(self):
        agreement = make_agreement(parties=[make_university(name_en=f"Party {number}.") for number in range(40)])
        row = self.client.get("/partners/agreements/")
        self.assertContains(row, "and 34 more")
        self.assertNotContains(row, "Party 39.")
        self.assertContains(self.client.get(agreement.get_absolute_url()), "Party 39.")

    def test_every_page_leads_to_its_other_language(self):
        university = make_university()
        for path in (reverse("partners:overview"), university.get_absolute_url()):
            self.assertContains(self.client.get(path), f'<a href="/ru{path}" hreflang="ru"')

    def test_in_force_follows_the_clock(self):
        make_agreement(signed_on=date(2020, 1, 1), expires_on=date(2030, 1, 1))
        path = reverse("partners:agreement-list")
        self.assertContains(self.client.get(path), "In force")
        with clock.at(clock.now().replace(year=2031)):
            self.assertContains(self.client.get(path), "Expired")
