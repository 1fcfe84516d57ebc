"""By no route does an officer of one university see staff-only data of another's records, or change them."""

from django.contrib.admin import site
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import reverse

from partners.models import Agreement, AgreementDocument, AgreementParty, Laboratory, StaffMembership, University
from tests.factories import SMALLEST_PDF, make_agreement, make_document, make_laboratory, make_university, make_user
from tests.partners.desk import DeskCase, rows, sent

SECRET = "between ourselves"


class ScopeCase(DeskCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.stranger = make_user(cls.role)
        StaffMembership.objects.create(user=cls.stranger, university=cls.foreign)
        cls.third = make_university(name_en="Third University")
        notes = {"internal_notes": SECRET}
        cls.theirs = {
            "university": make_university(name_en="Their faculty", kind="faculty", parent=cls.foreign, **notes),
            "agreement": make_agreement(title_en="Their agreement", parties=[cls.foreign, cls.third], **notes),
            "laboratory": make_laboratory(name_en="Their laboratory", host=cls.foreign, partners=[cls.third], **notes),
        }
        cls.drafts = [
            make_university(name_en="Draft faculty", kind="faculty", parent=cls.foreign, is_published=False),
            make_agreement(title_en="Draft agreement", parties=[cls.foreign, cls.third], is_published=False),
            make_laboratory(name_en="Draft laboratory", host=cls.foreign, is_published=False),
        ]
        cls.document = make_document(agreement=cls.theirs["agreement"], title="Secret")

    def state(self) -> list:
        """Everything of theirs that must not change."""
        return [
            list(model.objects.order_by("pk").values())
            for model in (University, Agreement, Laboratory, AgreementParty, AgreementDocument)
        ]


class RoutesTests(ScopeCase):
    def routes(self):
        for model, record in self.theirs.items():
            past = record.history.last()
            for page, *more in (("change",), ("delete",), ("history",), ("restore", past.pk)):
                yield model, page, [record.pk, *more]
        for model, to in (("agreement", "terminated"), ("laboratory", "closed")):
            yield model, "move", [self.theirs[model].pk, to]
            yield model, "record", [self.theirs[model].pk]
        yield "agreement", "renew", [self.theirs["agreement"].pk]

    def test_nothing_of_theirs_opens_or_changes(self):
        before = self.state()
        for model, page, args in self.routes():
            url = self.url(model, page, *args)
            for method in (self.client.get, self.client.post):
                with self.subTest(url=url, method=method.__name__):
                    response = method(url, {"post": "yes", "_save": "1", "kind": "terminated", "name_en": "Taken"})
                    self.assertIn(response.status_code, (404, 405))
                    self.assertNotContains(self.client.get("/admin/"), SECRET)
        self.assertEqual(self.state(), before)

    def test_the_table_of_routes_is_complete(self):
        tested = {page for _model, page, _args in self.routes()}
        others = {"changelist", "add", "board"}  # below
        others |= {"calendar", "calendar_revoke"}  # one's own alone: test_calendar.py
        names = {
            pattern.name.removeprefix("partners_").partition("_")[2]
            for registered in site.urls[0]
            for pattern in getattr(registered, "url_patterns", ())
            if (pattern.name or "").startswith(("partners_university", "partners_agreement", "partners_laboratory"))
        }
        self.assertEqual(names, tested | others)

    def test_lists_and_board_hold_nothing_of_theirs(self):
        for address in (*(self.url(model, "changelist") for model in self.theirs), self.url("agreement", "board")):
            with self.subTest(address):
                response = self.client.get(address)
                self.assertEqual(response.status_code, 200)
                self.assertNotContains(response, "Their ")
                self.assertNotContains(response, "Draft ")

    def test_no_key_leads_to_the_address_of_a_draft_of_others(self):
        for record in self.drafts:
            kind = ContentType.objects.get_for_model(record)
            with self.subTest(record):
                self.assertEqual(self.client.get(f"/admin/r/{kind.pk}/{record.pk}/").status_code, 404)
        kind = ContentType.objects.get_for_model(self.home)
        self.assertRedirects(
            self.client.get(f"/admin/r/{kind.pk}/{self.home.pk}/"), f"http://testserver{self.home.get_absolute_url()}"
        )

    def test_bulk_deletion_of_theirs_deletes_nothing(self):
        before = self.state()
        for model, record in self.theirs.items():
            data = {"action": "delete_selected", "_selected_action": [record.pk], "post": "yes"}
            self.client.post(self.url(model, "changelist"), data)
        self.assertEqual(self.state(), before)

    def test_their_documents_are_not_there(self):
        address = reverse("partners:document", args=[self.document.pk])
        self.assertEqual(self.client.get(address).status_code, 404)
        self.client.force_login(self.stranger)
        response = self.client.get(address)
        self.assertEqual(response.headers["Cache-Control"], "private, no-store")
        self.assertEqual(b"".join(response.streaming_content), SMALLEST_PDF)  # to its end, which closes it


class ChoosingTests(ScopeCase):
    def offered(self, model: str, field: str, term: str = "") -> list[str]:
        query = {"app_label": "partners", "model_name": model, "field_name": field, "term": term}
        found = self.client.get(reverse("admin:autocomplete"), query).json()["results"]
        return [row["text"] for row in found]

    def test_every_published_name_may_be_chosen_and_no_draft_of_others(self):
        offered = self.offered("agreementparty", "university")
        self.assertIn("Their faculty, Foreign University", offered)
        self.assertFalse([name for name in offered if "Draft" in name])
        self.assertEqual(self.offered("agreement", "renews", "Draft"), [])

    def test_staff_only_words_find_nothing(self):
        self.assertEqual(self.offered("agreementparty", "university", SECRET), [])

    def test_a_draft_of_others_cannot_be_posted(self):
        parties = rows("parties", {"university": self.home.pk}, {"university": self.drafts[0].pk})
        response = self.add("agreement", title_en="Sly", **parties)
        self.assertIn("parties-1-university", self.problems(response))
        response = self.add("university", name_en="Sly", kind="faculty", country="RU", parent=self.foreign.pk)
        self.assertIn("parent", self.problems(response))
        mine = make_agreement(parties=[self.home, self.foreign])
        response = self.change(mine, **rows("relations", {"other": self.theirs["agreement"].pk}))
        self.assertIn("relations-0-other", self.problems(response))
        self.assertFalse(Agreement.objects.filter(title_en="Sly").exists())

    def test_what_others_agree_on_is_not_entered(self):
        parties = rows("parties", {"university": self.foreign.pk}, {"university": self.third.pk})
        response = self.add("agreement", title_en="Sly", **parties)
        self.assertIn("Your own university", str(self.problems(response)["parties"]))

    def test_a_row_of_theirs_cannot_be_smuggled_into_a_form(self):
        mine = make_agreement(parties=[self.home, self.foreign])
        stolen = self.theirs["agreement"].parties.first()
        before = self.state()
        data = sent(self.client.get(self.url("agreement", "change", mine.pk)))
        data |= {"parties-0-id": stolen.pk, "parties-0-name_as_signed": "Stolen", "parties-0-DELETE": "on"}
        self.client.post(self.url("agreement", "change", mine.pk), data)
        self.assertEqual(self.state(), before)

    def test_only_colleagues_can_be_made_responsible(self):
        parties = rows("parties", {"university": self.home.pk}, {"university": self.foreign.pk})
        response = self.add("agreement", title_en="Sly", responsible=self.stranger.pk, **parties)
        self.assertIn("responsible", self.problems(response))

    def test_membership_is_the_associations_to_state(self):
        self.change(self.home, is_member="on", name_en="Home University", locked_fields=["name"])
        self.home.refresh_from_db()
        self.assertEqual((self.home.is_member, self.home.locked_fields), (False, []))


class SharedTests(ScopeCase):
    def test_staff_of_the_association_edit_all(self):
        self.client.force_login(make_user("Association editor"))
        for model, record in self.theirs.items():
            with self.subTest(model):
                self.assertContains(self.client.get(self.url(model, "change", record.pk)), SECRET)

    def test_who_takes_part_may_edit(self):
        shared = make_agreement(title_en="Shared", parties=[self.foreign, self.home])
        self.saved(self.change(shared, reference="H-1"))
        shared.refresh_from_db()
        self.assertEqual(shared.reference, "H-1")

    def test_what_one_publishes_for_others_is_handed_over(self):
        data = {"name_en": "New University", "kind": "university", "country": "CN", "_continue": "1"}
        response = self.saved(self.add("university", **data, is_published="on"))
        self.assertContains(response, "its own staff and the association look after it")

    def test_visitors_get_public_documents_of_published_agreements_only(self):
        address, visitor = reverse("partners:document", args=[self.document.pk]), Client()
        self.assertEqual(visitor.get(address).status_code, 404)
        AgreementDocument.objects.update(visibility="public")
        response = visitor.get(address)
        self.assertEqual(b"".join(response.streaming_content), SMALLEST_PDF)
        self.assertEqual(response.headers["Content-Disposition"], 'attachment; filename="secret.pdf"')
        self.assertEqual(response.headers["X-Content-Type-Options"], "nosniff")
        Agreement.objects.update(is_published=False)
        self.assertEqual(visitor.get(address).status_code, 404)
