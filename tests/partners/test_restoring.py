from datetime import date

from django.core.exceptions import ValidationError
from django.test import TestCase

from partners.models import Agreement, Laboratory
from partners.restoring import restore
from tests.factories import make_agreement, make_field, make_laboratory, make_university, make_user


class RestoreTests(TestCase):
    def test_values_in_every_language_come_back(self):
        university = make_university(name_en="Old", name_ru="Старое", aliases=["O"], city_ru="Город")
        past = university.history.first()
        university.name_en, university.name_ru, university.aliases, university.city_ru = "New", "Новое", [], ""
        university.save()
        restored = restore(past, by=make_user("Association editor"))
        self.assertEqual((restored.name_en, restored.name_ru), ("Old", "Старое"))
        self.assertEqual((restored.aliases, restored.city_ru), (["O"], "Город"))

    def test_links_come_back_without_those_deleted_since(self):
        kept, gone, newer = make_field(), make_field(), make_field()
        agreement = make_agreement(fields=[kept, gone])
        laboratory = make_laboratory(fields=[kept, gone])
        laboratory.agreements.add(agreement)
        pasts = [agreement.history.first(), laboratory.history.first()]
        agreement.fields.set([newer])
        laboratory.fields.set([newer])
        laboratory.agreements.clear()
        gone.delete()
        for past in pasts:
            restore(past)
        self.assertEqual(list(Agreement.objects.get(pk=agreement.pk).fields.all()), [kept])
        laboratory = Laboratory.objects.get(pk=laboratory.pk)
        self.assertEqual(list(laboratory.fields.all()), [kept])
        self.assertEqual(list(laboratory.agreements.all()), [agreement])

    def test_status_its_dates_and_publication_stay(self):
        agreement = make_agreement(status="agreed", reference="A-1", is_published=False)
        past = agreement.history.first()
        agreement.reference, agreement.is_published = "A-2", True
        agreement.transition("signed", on=date(2025, 3, 17))
        restored = restore(past)
        self.assertEqual(restored.reference, "A-1")
        self.assertEqual((restored.status, str(restored.signed)), ("signed", "17 March 2025"))
        self.assertTrue(restored.is_published)

    def test_who_restored_and_from_when_is_on_record(self):
        user, university = make_user("Association editor"), make_university()
        past = university.history.first()
        restore(past, by=user)
        newest = university.history.first()
        self.assertEqual(newest.history_user, user)
        self.assertIn("restored", newest.history_change_reason)

    def test_what_cannot_stand_any_more_is_refused_whole(self):
        university = make_university(slug="old", name_en="Old")
        past = university.history.first()
        university.slug, university.name_en = "new", "New"
        university.save()
        make_university(slug="old")
        with self.assertRaisesMessage(ValidationError, "Another record has this address."):
            restore(past)
        university.refresh_from_db()
        self.assertEqual((university.slug, university.name_en), ("new", "New"))

    def test_a_deleted_record_is_not_revived(self):
        university = make_university()
        past = university.history.first()
        university.delete()
        with self.assertRaisesMessage(ValidationError, "deleted since"):
            restore(past)
