"""Who sees and edits which record: the association's staff all, a university's staff what is theirs."""

from django.contrib.auth.models import AnonymousUser, Permission
from django.test import TestCase

from partners.models import Agreement, AgreementDocument, Laboratory, University
from tests.factories import make_agreement, make_laboratory, make_university, make_user


class ScopeTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.officer = make_user("Author")
        cls.manager = make_user("Author")
        cls.manager.user_permissions.add(Permission.objects.get(codename="manage_all_partners"))
        cls.visitor = make_user()
        cls.ours = make_university(staff=[cls.officer])
        cls.campus = make_university(parent=cls.ours, kind="campus")
        cls.faculty = make_university(parent=cls.campus, kind="faculty")
        cls.department = make_university(parent=cls.faculty, kind="department", is_published=False)
        cls.foreign = make_university()
        cls.draft = make_university(is_published=False)
        cls.our_agreement = make_agreement(parties=[cls.faculty, cls.foreign], is_published=False)
        cls.their_agreement = make_agreement(parties=[cls.foreign, make_university()], is_published=False)
        cls.our_laboratory = make_laboratory(host=cls.foreign, partners=[cls.department], is_published=False)
        cls.their_laboratory = make_laboratory(host=cls.foreign, is_published=False)

    def test_an_officer_edits_what_their_university_and_its_parts_own_or_take_part_in(self):
        mine = {self.ours, self.campus, self.faculty, self.department}
        self.assertEqual(set(University.objects.editable_by(self.officer)), mine)
        self.assertEqual(list(Agreement.objects.editable_by(self.officer)), [self.our_agreement])
        self.assertEqual(list(Laboratory.objects.editable_by(self.officer)), [self.our_laboratory])

    def test_a_party_twice_theirs_comes_once(self):
        self.our_agreement.parties.create(university=self.campus)
        self.assertEqual(Agreement.objects.editable_by(self.officer).count(), 1)

    def test_the_staff_of_a_part_does_not_edit_the_whole(self):
        officer = make_user("Author")
        self.campus.staff_memberships.create(user=officer)
        mine = University.objects.editable_by(officer)
        self.assertEqual(set(mine), {self.campus, self.faculty, self.department})

    def test_whoever_entered_a_draft_edits_it_until_it_is_published(self):
        record = make_university(created_by=self.officer, is_published=False)
        self.assertTrue(record.is_editable_by(self.officer))
        record.is_published = True
        record.save()
        self.assertFalse(record.is_editable_by(self.officer))

    def test_the_association_edits_all_and_visitors_nothing(self):
        for model in (University, Agreement, Laboratory):
            self.assertEqual(model.objects.editable_by(self.manager).count(), model.objects.count())
            for nobody in (self.visitor, AnonymousUser()):
                self.assertFalse(model.objects.editable_by(nobody).exists())

    def test_membership_alone_gives_no_rights_to_an_account_that_is_no_staff_or_switched_off(self):
        self.ours.staff_memberships.create(user=self.visitor)
        self.assertFalse(University.objects.editable_by(self.visitor).exists())
        self.manager.is_active = False
        self.assertFalse(University.objects.editable_by(self.manager).exists())

    def test_visitors_see_what_is_published_officers_also_their_drafts(self):
        for nobody in (self.visitor, AnonymousUser()):
            seen = University.objects.visible_to(nobody)
            self.assertFalse(seen.filter(is_published=False).exists())
            self.assertFalse(Agreement.objects.visible_to(nobody).exists())
        seen = University.objects.visible_to(self.officer)
        self.assertTrue(seen.contains(self.department))
        self.assertTrue(seen.contains(self.foreign))
        self.assertFalse(seen.contains(self.draft))
        self.assertEqual(list(Agreement.objects.visible_to(self.officer)), [self.our_agreement])
        self.assertEqual(Agreement.objects.visible_to(self.manager).count(), 2)

    def test_involving_finds_the_parts_too(self):
        self.assertEqual(list(Agreement.objects.involving(self.ours)), [self.our_agreement])
        self.assertEqual(list(Laboratory.objects.involving(self.ours)), [self.our_laboratory])
        self.assertEqual(Laboratory.objects.involving(self.foreign).count(), 2)


class PublishedTests(TestCase):
    """The queryset and the property answer alike; a draft that a record names keeps it from visitors."""

    def assert_public(self, record, expected):
        record = type(record).objects.get(pk=record.pk)
        self.assertIs(record.is_public, expected)
        self.assertIs(type(record).objects.published().contains(record), expected)

    def test_nothing_is_published_by_accident(self):
        for model in (University, Laboratory, Agreement):
            self.assertFalse(model().is_published)

    def test_a_part_is_public_with_what_it_is_part_of(self):
        whole = make_university()
        part = make_university(parent=whole, kind="school")
        self.assert_public(part, True)
        University.objects.filter(pk=whole.pk).update(is_published=False)
        self.assert_public(part, False)

    def test_nothing_below_a_draft_is_public_however_deep(self):
        whole = make_university()
        faculty = make_university(parent=whole, kind="faculty")
        department = make_university(parent=faculty, kind="department")
        records = [
            department,
            make_laboratory(host=department),
            make_agreement(parties=[department, make_university()]),
        ]
        for record in records:
            self.assert_public(record, True)
        University.objects.filter(pk=whole.pk).update(is_published=False)
        for record in records:
            self.assert_public(record, False)

    def test_an_agreement_is_public_with_its_parties(self):
        agreement = make_agreement()
        self.assert_public(agreement, True)
        University.objects.filter(pk=agreement.universities.first().pk).update(is_published=False)
        self.assert_public(agreement, False)

    def test_a_laboratory_is_public_with_its_host_and_partners(self):
        partner = make_university()
        laboratory = make_laboratory(partners=[partner])
        self.assert_public(laboratory, True)
        for university in (partner, laboratory.host):
            University.objects.filter(pk=university.pk).update(is_published=False)
            self.assert_public(laboratory, False)
            University.objects.filter(pk=university.pk).update(is_published=True)
        self.assert_public(laboratory, True)


class DocumentScopeTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.officer, cls.stranger = make_user("Author"), make_user("Author")
        cls.agreement = make_agreement(parties=[make_university(staff=[cls.officer]), make_university()])
        make_university(staff=[cls.stranger])
        for number, visibility in enumerate(("staff", "public")):
            AgreementDocument.objects.bulk_create(
                [
                    AgreementDocument(
                        agreement=cls.agreement,
                        title=visibility,
                        file=f"agreements/{number}.pdf",
                        language="en",
                        visibility=visibility,
                        size=1,
                        content_hash=str(number),
                    )
                ]
            )

    def seen_by(self, user):
        return sorted(AgreementDocument.objects.visible_to(user).values_list("title", flat=True))

    def test_staff_only_unless_someone_decides_otherwise(self):
        self.assertEqual(AgreementDocument().visibility, "staff")
        self.assertEqual(self.seen_by(self.officer), ["public", "staff"])
        self.assertEqual(self.seen_by(self.stranger), ["public"])
        self.assertEqual(self.seen_by(AnonymousUser()), ["public"])

    def test_no_document_of_an_agreement_that_is_not_public(self):
        Agreement.objects.update(is_published=False)
        self.assertEqual(self.seen_by(AnonymousUser()), [])
        self.assertEqual(self.seen_by(self.stranger), [])
        self.assertEqual(self.seen_by(self.officer), ["public", "staff"])
        for document in AgreementDocument.objects.all():
            self.assertFalse(document.is_public)
