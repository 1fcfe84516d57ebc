from datetime import date, timedelta

from partners.models import Agreement
from partners.models.terms import today
from tests.costs import ADMIN_REQUEST
from tests.factories import make_agreement, make_field, make_laboratory, make_university, make_user
from tests.partners.desk import DeskCase


class MovingTests(DeskCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.agreement = make_agreement(parties=[cls.home, cls.foreign], status="agreed")

    def test_only_legal_moves_have_buttons(self):
        page = self.client.get(self.url("agreement", "change", self.agreement.pk))
        shown = [url.rstrip("/").rpartition("/")[2] for url, _label in page.context["moves"]]
        self.assertEqual(sorted(shown), sorted(self.agreement.legal_targets))
        self.assertNotContains(page, 'name="status"')

    def test_a_move_writes_its_entry_with_date_and_source(self):
        response = self.move(
            self.agreement,
            "signed",
            happened_on="05.2024",
            source_title="The gazette",
            source_url="https://example.org/",
        )
        self.assertContains(response, "is now: Signed")
        self.agreement.refresh_from_db()
        event = self.agreement.events.last()
        self.assertEqual((self.agreement.status, self.agreement.signed.iso), ("signed", "2024-05"))
        self.assertEqual((event.happened_precision, event.source_title), ("month", "The gazette"))
        self.assertEqual(event.recorded_by, self.user)

    def test_illegal_and_racing_moves_are_told(self):
        response = self.move(self.agreement, "suspended", kind="suspended")
        self.assertContains(response, "there is no way to")
        first = self.move(self.agreement, "signed")
        self.assertContains(first, "is now: Signed")
        again = self.client.post(
            self.url("agreement", "move", self.agreement.pk, "signed"), {"kind": "signed"}, follow=True
        )
        self.assertContains(again, "Perhaps someone else was quicker")
        self.assertEqual(self.agreement.events.filter(kind="signed").count(), 1)
        self.assertContains(self.move(self.agreement, "nonsense"), "there is no way to")

    def test_a_correction_asks_what_was_wrong(self):
        self.move(self.agreement, "signed", happened_on="2024")
        response = self.move(self.agreement, "agreed", kind="corrected")
        self.assertIn("description_en", response.context["form"].errors)
        self.move(self.agreement, "agreed", kind="corrected", description_ru="Подписан другой договор")
        self.agreement.refresh_from_db()
        self.assertEqual((self.agreement.status, self.agreement.signed_on), ("agreed", None))

    def test_bad_entries_are_told_beside_their_fields(self):
        cases = {
            "happened_on": {"happened_on": "soon"},
            "when_text_en": {"happened_on": "2024", "when_text_en": "earlier this year"},
            "source_url": {"source_url": "javascript:alert(1)"},
        }
        for field, typed in cases.items():
            with self.subTest(field):
                form = self.move(self.agreement, "signed", **typed).context["form"]
                self.assertIn(field, form.errors)

    def test_steps_are_recorded_by_moving_only(self):
        page = self.client.get(self.url("agreement", "record", self.agreement.pk))
        kinds = dict(page.context["form"].fields["kind"].choices)
        self.assertIn("extension_discussed", kinds)
        self.assertFalse({"signed", "terminated", "withdrawn"} & set(kinds))
        self.record(self.agreement, kind="signed")
        self.assertFalse(self.agreement.events.filter(kind="signed").exists())

    def test_entries_are_hidden_but_never_changed_or_deleted(self):
        event = self.agreement.events.get()
        typed = {"events-0-kind": "other", "events-0-description_en": "Rewritten", "events-0-DELETE": "on"}
        self.change(self.agreement, **typed, **{"events-0-is_public": ""})
        event.refresh_from_db()
        self.assertEqual((event.kind, event.description_en or "", event.is_public), ("agreed", "", False))

    def test_laboratories_open_and_close(self):
        laboratory = make_laboratory(host=self.home, status="planned")
        self.move(laboratory, "active", happened_on="2025-09-01")
        self.move(laboratory, "closed", happened_on="2026")
        laboratory.refresh_from_db()
        self.assertEqual((laboratory.opened.iso, laboratory.closed.iso), ("2025-09-01", "2026"))


class RenewalTests(DeskCase):
    def test_a_renewal_is_a_draft_with_the_same_parties(self):
        agreement = make_agreement(
            parties=[self.home, self.foreign], fields=[make_field()], expires_on=date(2027, 6, 30)
        )
        response = self.client.post(self.url("agreement", "renew", agreement.pk), follow=True)
        self.assertContains(response, "This is the renewal")
        renewal = Agreement.objects.get(renews=agreement)
        self.assertEqual((renewal.is_published, renewal.created_by), (False, self.user))
        self.assertEqual(set(renewal.universities.all()), {self.home, self.foreign})
        self.assertEqual(list(renewal.fields.all()), list(agreement.fields.all()))
        self.assertContains(self.client.get(self.url("agreement", "renew", agreement.pk)), "has a renewal already")

    def test_nothing_unsigned_is_renewed(self):
        agreement = make_agreement(parties=[self.home, self.foreign], status="agreed")
        response = self.client.post(self.url("agreement", "renew", agreement.pk), follow=True)
        self.assertContains(response, "Only what was signed")
        self.assertFalse(Agreement.objects.filter(renews=agreement).exists())


class HistoryTests(DeskCase):
    def restore(self, record, past):
        model = record._meta.model_name
        return self.client.post(self.url(model, "restore", record.pk, past.pk), follow=True)

    def test_differences_are_told_field_by_field(self):
        agreement = make_agreement(title_en="Old title", parties=[self.home, self.foreign])
        self.change(agreement, title_en="New title", signed_on="2022", fields=[make_field(name_en="Physics").pk])
        page = self.client.get(self.url("agreement", "history", agreement.pk))
        for words in ("<del>Old title</del>", "<ins>New title</ins>", "<ins>2022</ins>", "<ins>Physics</ins>"):
            self.assertContains(page, words)
        self.assertContains(page, str(self.user))
        self.assertContains(page, "Party added: Foreign University")

    def test_an_earlier_state_comes_back_with_its_links(self):
        field = make_field()
        agreement = make_agreement(title_en="Right", parties=[self.home, self.foreign], fields=[field])
        past = agreement.history.first()
        self.change(agreement, title_en="Wrong", fields=[])
        self.assertContains(self.restore(agreement, past), "Restored as of")
        agreement.refresh_from_db()
        self.assertEqual((agreement.title_en, list(agreement.fields.all())), ("Right", [field]))
        university_past = self.home.history.first()
        self.change(self.home, name_en="Wrong", acronym="X")
        self.restore(self.home, university_past)
        self.home.refresh_from_db()
        self.assertEqual((self.home.name_en, self.home.acronym), ("Home University", ""))

    def test_states_of_other_records_and_of_the_association_are_refused(self):
        other = make_university(staff=[self.user])
        response = self.restore(self.home, other.history.first())
        self.assertContains(response, "no such state")
        past = self.home.history.first()
        self.home.is_member = True
        self.home.save()
        self.assertContains(self.restore(self.home, past), "what only the association changes")
        self.home.refresh_from_db()
        self.assertTrue(self.home.is_member)

    def test_an_earlier_state_links_to_nothing_that_could_not_be_chosen_now(self):
        part = make_university(kind="faculty", parent=self.foreign)
        theirs = make_agreement(parties=[self.foreign, make_university()])
        laboratory = make_laboratory(host=self.home)
        laboratory.agreements.add(theirs)
        past = {part: part.history.first(), laboratory: laboratory.history.first()}
        part.parent = self.home
        part.save()
        laboratory.agreements.clear()
        for record, state in past.items():
            self.assertContains(self.restore(record, state), "what only the association changes")
        part.refresh_from_db()
        self.assertEqual((part.parent, laboratory.agreements.count()), (self.home, 0))
        self.client.force_login(make_user("Association editor"))
        self.assertContains(self.restore(laboratory, past[laboratory]), "Restored as of")
        self.assertEqual(laboratory.agreements.get(), theirs)


class ListTests(DeskCase):
    def fill(self, amount: int) -> None:
        colleague = make_user(self.role)
        expires = today() + timedelta(days=200)
        for _each in range(amount):
            partner = make_university(country="CN", staff=[self.user])
            part = make_university(kind="faculty", parent=partner, country="CN")
            laboratory = make_laboratory(host=self.home, partners=[part], fields=[make_field()])
            agreement = make_agreement(
                parties=[self.home, part],
                fields=[make_field()],
                responsible=colleague,
                expires_on=expires,
                notice_months=3,
            )
            laboratory.agreements.add(agreement)

    def test_same_queries_with_3_and_with_30_rows(self):
        pages = {
            self.url("university", "changelist"): 7,
            self.url("laboratory", "changelist"): 11,
            self.url("agreement", "changelist"): 12,
            self.url("agreement", "changelist") + "?notice=6&country=CN&q=University": 13,
            self.url("agreement", "board"): 9,
            "/admin/autocomplete/?app_label=partners&model_name=agreementparty&field_name=university&term=u": 6,
        }
        for amount in (3, 27):
            self.fill(amount)
            for address, queries in pages.items():
                with self.subTest(address, amount=amount), self.assertNumQueries(queries + ADMIN_REQUEST):
                    self.assertEqual(self.client.get(address).status_code, 200)

    def test_filters_by_notice_country_and_responsible(self):
        soon = make_agreement(
            parties=[self.home, make_university(country="CN")],
            expires_on=today() + timedelta(days=100),
            notice_months=2,
            responsible=self.user,
        )
        make_agreement(parties=[self.home, self.foreign])
        for query in ("notice=3", "country=CN", f"responsible={self.user.pk}", "notice=12&country=CN"):
            with self.subTest(query):
                page = self.client.get(f"{self.url('agreement', 'changelist')}?{query}")
                self.assertEqual(list(page.context["cl"].result_list), [soon])
        page = self.client.get(self.url("agreement", "changelist") + "?notice=1")
        self.assertEqual(page.context["cl"].result_count, 0)

    def test_filters_take_any_rubbish(self):
        make_agreement(parties=[self.home, self.foreign], responsible=self.user)
        for query in ("responsible=²", f"responsible={10**30}", "country=zz", "notice=x", "term=delete", "p=x", "o=x"):
            with self.subTest(query):
                page = self.client.get(f"{self.url('agreement', 'changelist')}?{query}", follow=True)
                self.assertEqual(page.context["cl"].result_count, 1)

    def test_board_caps_its_columns_and_leads_to_the_list(self):
        for _each in range(10):
            make_agreement(parties=[self.home, self.foreign])
        page = self.client.get(self.url("agreement", "board"))
        self.assertContains(page, "and 2 more")
        self.assertContains(page, "?status__exact=signed")
