from datetime import date

from django.core.exceptions import ValidationError
from django.test import TestCase

from partners.models import Agreement, Laboratory
from partners.transitions import AGREEMENT_MOVES, LABORATORY_MOVES, IllegalTransition
from tests.factories import make_agreement, make_laboratory, make_user


class TransitionTests(TestCase):
    def test_writes_the_entry_and_the_date_in_one_go(self):
        agreement, user = make_agreement(status="agreed"), make_user("Association editor")
        event = agreement.transition(
            "signed", by=user, on=date(2025, 3, 17), precision="month", source_title="News", source_url="/news/1/"
        )
        agreement = Agreement.objects.get(pk=agreement.pk)
        self.assertEqual((agreement.status, str(agreement.signed)), ("signed", "March 2025"))
        self.assertEqual((event.from_status, event.to_status, event.recorded_by), ("agreed", "signed", user))
        self.assertEqual(event.happened_on, date(2025, 3, 1))
        self.assertEqual(agreement.history_problem(), "")

    def test_a_date_without_precision_is_known_to_the_day(self):
        agreement = make_agreement(status="agreed")
        agreement.transition("signed", on=date(2025, 3, 17))
        self.assertEqual(str(agreement.signed), "17 March 2025")

    def test_an_end_is_the_last_day_of_its_period(self):
        agreement = make_agreement(signed_on=date(2020, 1, 1))
        agreement.transition("terminated", on=date(2025, 2, 1), precision="month")
        self.assertEqual(agreement.ended_on, date(2025, 2, 28))

    def test_every_move_that_the_tables_lack_is_refused(self):
        for model, make, moves in (
            (Agreement, make_agreement, AGREEMENT_MOVES),
            (Laboratory, make_laboratory, LABORATORY_MOVES),
        ):
            for source in model.Status.values:
                record = make(status="discussed" if model is Agreement else "planned")
                record = self._reach(record, source)
                for target in model.Status.values:
                    if (source, target) not in moves:
                        with self.subTest(source=source, target=target), self.assertRaises(IllegalTransition):
                            record.transition(target)
                        self.assertEqual(record.status, source)

    def test_every_move_of_the_tables_is_possible_with_each_of_its_kinds(self):
        for make, start, moves in (
            (make_agreement, "discussed", AGREEMENT_MOVES),
            (make_laboratory, "planned", LABORATORY_MOVES),
        ):
            for (source, target), kinds in moves.items():
                for kind in kinds:
                    with self.subTest(source=source, target=target, kind=kind):
                        record = self._reach(make(status=start), source)
                        record.transition(target, kind=kind, description="Taken down wrongly.")
                        self.assertEqual(record.history_problem(), "")

    def test_a_kind_of_another_move_is_refused(self):
        with self.assertRaises(IllegalTransition):
            make_agreement(status="discussed").transition("agreed", kind="terminated")

    def test_a_correction_asks_for_its_reason_and_takes_the_date_back(self):
        agreement = make_agreement(signed_on=date(2025, 3, 17))
        with self.assertRaisesMessage(ValidationError, "Say what was wrong."):
            agreement.transition("agreed")
        agreement.transition("agreed", description="They agreed to sign.")
        self.assertIsNone(Agreement.objects.get(pk=agreement.pk).signed_on)

    def test_nothing_is_written_when_something_stands_against_it(self):
        agreement = make_agreement(signed_on=date(2025, 3, 17))
        with self.assertRaisesMessage(ValidationError, "cannot end before it is signed"):
            agreement.transition("terminated", on=date(2024, 1, 1))
        self.assertEqual((agreement.status, agreement.ended_on), ("signed", None))
        self.assertEqual(agreement.events.filter(to_status="terminated").count(), 0)
        agreement.save()

    def test_two_officers_cannot_move_it_from_the_same_status(self):
        agreement = make_agreement(status="agreed")
        other = Agreement.objects.get(pk=agreement.pk)
        other.transition("withdrawn")
        with self.assertRaisesMessage(IllegalTransition, "meanwhile"):
            agreement.transition("signed")

    def _reach(self, record, status):
        ways = {"suspended": ["signed"], "terminated": ["signed"], "superseded": ["signed"]}
        if isinstance(record, Laboratory):
            ways = {"suspended": ["active"], "closed": ["active"]}
        for step in [*ways.get(status, []), status]:
            if record.status != step:
                record.transition(step)
        return record


class TypedStatusTests(TestCase):
    def test_a_typed_status_is_refused_by_save_clean_create_and_update(self):
        agreement = make_agreement(status="agreed")
        agreement.status = "signed"
        for attempt in (agreement.save, agreement.clean, agreement.full_clean):
            with self.assertRaises(ValidationError):
                attempt()
        with self.assertRaises(IllegalTransition):
            Agreement.objects.create(title_en="New", status="signed")
        with self.assertRaises(IllegalTransition):
            Agreement.objects.update(status="signed")
        self.assertEqual(Agreement.objects.get(pk=agreement.pk).status, "agreed")

    def test_other_fields_are_saved_and_updated_freely(self):
        agreement = make_agreement()
        agreement.reference = "A-1"
        agreement.save()
        Agreement.objects.update(reference="A-2")
        self.assertEqual(Agreement.objects.get().reference, "A-2")
