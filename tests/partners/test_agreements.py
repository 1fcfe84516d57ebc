from datetime import date

from django.test import TestCase
from django.utils.translation import override

from partners.models import Agreement
from tests.factories import make_agreement, make_field, make_university, make_user


class RenewalTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.field, cls.user = make_field(), make_user("Association editor")
        cls.old = make_agreement(
            title_ru="Соглашение об обмене",
            fields=[cls.field],
            kind="student_exchange",
            activities=["student_exchange", "events"],
            reference="A-1",
            signed_on=date(2020, 1, 1),
            effective_on=date(2020, 1, 1),
            expires_on=date(2024, 12, 31),
            renewal="automatic",
            renewal_months=12,
            notice_months=3,
        )
        cls.old.parties.update(name_as_signed="As signed", own_reference="X-1")
        cls.new = cls.old.create_renewal(by=cls.user)

    def test_takes_over_parties_fields_activities_and_terms(self):
        new = Agreement.objects.get(pk=self.new.pk)
        columns = ("university", "name_as_signed", "order")
        self.assertEqual(list(new.parties.values_list(*columns)), list(self.old.parties.values_list(*columns)))
        self.assertEqual(list(new.fields.all()), [self.field])
        for name in ("title_en", "title_ru", "form", "kind", "activities", "renewal_months", "notice_months"):
            self.assertEqual(getattr(new, name), getattr(self.old, name), name)

    def test_is_a_draft_of_its_own_that_is_linked_and_starts_the_day_after(self):
        new = self.new
        self.assertEqual((new.renews, new.status, new.is_published), (self.old, "discussed", False))
        self.assertEqual((new.reference, new.created_by, new.signed_on, new.expires_on), ("", self.user, None, None))
        self.assertEqual(str(new.effective), "1 January 2025")
        self.assertNotEqual(new.slug, self.old.slug)
        self.assertFalse(new.parties.exclude(own_reference="").exists())

    def test_an_unknown_end_gives_no_start(self):
        self.assertFalse(make_agreement().create_renewal().effective)


class NounTests(TestCase):
    def test_what_nobody_calls_an_agreement_is_called_cooperation(self):
        self.assertEqual(make_agreement(form="not_stated").noun, "Cooperation")
        self.assertEqual(make_agreement(form="letters").noun, "Exchange of letters")
        self.assertEqual(make_agreement().noun, "Written agreement")


class AddressTests(TestCase):
    def test_is_made_from_the_title_with_a_number_where_it_is_taken(self):
        slugs = [make_agreement(title_en="Ágreement", title_ru="").slug for _number in range(3)]
        self.assertEqual(slugs, ["agreement", "agreement-2", "agreement-3"])

    def test_a_title_in_russian_alone_is_enough(self):
        agreement = make_agreement(title_en="", title_ru="Соглашение о сотрудничестве")
        agreement.full_clean()
        self.assertEqual(agreement.slug, "soglashenie-o-sotrudnichestve")
        self.assertEqual(str(Agreement.objects.get(pk=agreement.pk)), "Соглашение о сотрудничестве")

    def test_stays_the_same_in_every_language(self):
        agreement = make_agreement(title_en="Exchange", title_ru="Обмен")
        with override("ru"):
            agreement = Agreement.objects.get(pk=agreement.pk)
            agreement.title = "Обмен студентами"
            agreement.save()
        self.assertEqual((agreement.slug, agreement.title_en), ("exchange", "Exchange"))


class PartyTests(TestCase):
    def test_is_shown_as_signed_else_with_what_it_is_part_of(self):
        tongji = make_university(name_en="Tongji University")
        school = make_university(name_en="School of Mathematical Sciences", kind="school", parent=tongji)
        agreement = make_agreement(parties=[school, tongji])
        first, second = agreement.parties.all()
        self.assertEqual(first.shown_name, "School of Mathematical Sciences, Tongji University")
        second.name_as_signed = "Tongji"
        self.assertEqual(second.shown_name, "Tongji")

    def test_order_of_signing_is_kept(self):
        universities = [make_university() for _number in range(3)]
        agreement = make_agreement(parties=universities[::-1])
        self.assertEqual([party.university for party in agreement.parties.all()], universities[::-1])


class ListQueryTests(TestCase):
    def test_cards_take_as_many_queries_for_thirty_as_for_three(self):
        for count in (3, 30):
            while Agreement.objects.count() < count:
                make_agreement(fields=[make_field()])
            with self.subTest(count), self.assertNumQueries(4):
                for agreement in Agreement.objects.published().newest_first().for_cards():
                    [party.shown_name for party in agreement.parties.all()]
                    agreement.is_in_force()
                    list(agreement.fields.all())
