"""One table of every public page that could tell of a record of the register, or of a deadline, that is hidden."""

from django.http import HttpResponse
from django.test import TestCase
from django.urls import reverse, reverse_lazy
from django.utils import translation

from opendoors.content import clock
from partners.models import Agreement, Laboratory, University
from tests.factories import make_agreement, make_article, make_deadline, make_field, make_laboratory, make_university
from tests.test_visibility import FORMS, NOON, SECOND, SLUG, TITLE, sitemap_of, undone

NAME = "Words of a hidden record"


def hidden_university():
    return make_university(name_en=NAME, name_ru=NAME, slug=SLUG, is_published=False), make_university()


def part_of_hidden_university():
    parent = make_university(is_published=False)
    return make_university(name_en=NAME, name_ru=NAME, slug=SLUG, kind="faculty", parent=parent), make_university()


def laboratory(**overrides):
    shown = make_university()
    values = {"name_en": NAME, "name_ru": NAME, "slug": SLUG, "host": shown, **overrides}
    return make_laboratory(**values), shown


def agreement(*, parties=(), **overrides):
    shown = make_university()
    values = {"title_en": NAME, "title_ru": NAME, "slug": SLUG, **overrides}
    return make_agreement(parties=(shown, *(parties or (make_university(),))), **values), shown


def naming_hidden(make, role):
    """A record with a university in that role that is hidden afterwards: forms refuse that, data may hold it."""
    named = make_university()
    record, shown = make(**role(named))
    University.objects.filter(pk=named.pk).update(is_published=False)
    return type(record).objects.get(pk=record.pk), shown


# Each makes a record that visitors must not see and gives it with a published university that has to do with it.
HIDDEN_RECORDS = [
    ("unpublished university", hidden_university),
    ("part of an unpublished university", part_of_hidden_university),
    ("unpublished laboratory", lambda: laboratory(is_published=False)),
    ("laboratory with an unpublished host", lambda: naming_hidden(laboratory, lambda it: {"host": it})),
    ("laboratory with an unpublished partner", lambda: naming_hidden(laboratory, lambda it: {"partners": [it]})),
    ("unpublished agreement", lambda: agreement(is_published=False)),
    ("agreement with an unpublished party", lambda: naming_hidden(agreement, lambda it: {"parties": [it]})),
]
SHOWN_RECORDS = [
    ("laboratory", laboratory),
    ("agreement", agreement),
    ("university", lambda: (make_university(name_en=NAME, name_ru=NAME, slug=SLUG), make_university())),
]
LISTS = ("overview", "data", "university-list", "laboratory-list", "agreement-list", "country-list", "field-list")
EXPORTS = {
    "universities": ("university", ("csv", "json", "geojson")),
    "labs": ("laboratory", ("csv", "json")),
    "agreements": ("agreement", ("csv", "json")),
}
FILES = {
    f"{name}.{form}": reverse_lazy(f"partners:{record}-export", args=[form])
    for name, (record, forms) in EXPORTS.items()
    for form in forms
}


OWN = {"own", "identifier", *(f"own {form}" for form in FORMS)}


def whole(response):
    """A file is read before what it tells of is taken back."""
    if response.streaming:
        response = HttpResponse(b"".join(response), headers=response.headers)
    return response


class RegisterSurroundings(TestCase):
    def _look(self, record, shown):
        return self.ask(self.addresses(record, shown))

    def ask(self, addresses):
        return {name: whole(self.client.get(path)) for name, path in addresses.items()}

    def addresses(self, record, shown):
        """Of every page that could tell of the record; its own under `own`."""
        relation = {University: "universities", Laboratory: "laboratories", Agreement: "agreements"}[type(record)]
        article = make_article(**{relation: (record,)})
        field = make_field()
        neighbours = (
            make_agreement(parties=(shown, make_university()), fields=[field]),
            make_laboratory(host=shown, fields=[field]),
        )
        if not isinstance(record, University):
            record.fields.add(field)
        if isinstance(record, Agreement):
            neighbours[0].relations.create(other=record)
            neighbours[1].agreements.add(record)
            make_agreement(parties=(shown, make_university()), renews=record)
        if isinstance(record, Laboratory):
            record.agreements.add(neighbours[0])
        addresses = {name: reverse(f"partners:{name}") for name in LISTS}
        addresses |= {name: str(path) for name, path in FILES.items()}
        addresses["identifier"] = reverse("partners:by-id", args=[record.public_id])
        addresses |= {str(page): page.get_absolute_url() for page in (article, shown, *neighbours)}
        addresses["field"] = field.get_absolute_url()
        addresses["country"] = reverse("partners:country-detail", args=[shown.country.code])
        addresses |= {f"all news as {form}": reverse("news:article-feed", args=[form]) for form in FORMS}
        addresses["own"] = record.get_absolute_url()
        if isinstance(record, University):
            addresses |= {f"own {form}": reverse("news:university-feed", args=[record.slug, form]) for form in FORMS}
        addresses["search"] = f"{reverse('search')}?q=record+hidden"
        addresses["suggestions"] = f"{reverse('suggest')}?q=hidden+rec"
        addresses["sitemap"] = sitemap_of(record)
        addresses["sitemap of places"] = reverse("sitemap-section", args=["places", 0])
        return addresses


class PartnerVisibilityTests(RegisterSurroundings):
    def test_hidden_records_are_on_no_surface(self):
        for language in ("en", "ru"):
            for name, make in HIDDEN_RECORDS:
                with translation.override(language), undone():
                    answers = self._look(*make())
                for surface, response in answers.items():
                    with self.subTest(language=language, record=name, surface=surface):
                        self.assertEqual(response.status_code, 404 if surface in OWN else 200)
                        self.assertNotContains(response, NAME, status_code=response.status_code)
                        self.assertNotContains(response, SLUG, status_code=response.status_code)

    def test_published_records_are_where_they_belong(self):
        for name, make in SHOWN_RECORDS:
            with undone():
                record, shown = make()
                answers = self._look(record, shown)
            places = {"own", f"{record._meta.model_name}-list"}
            places |= {str(shown), "overview"} if isinstance(record, Agreement) else set()
            places |= {str(shown)} if isinstance(record, Laboratory) else set()
            places |= {name for name in FILES if EXPORTS[name.partition(".")[0]][0] == record._meta.model_name}
            places |= {"country"} if isinstance(record, University) else {"country", "field"}
            for surface in places:
                with self.subTest(record=name, surface=surface):
                    self.assertContains(answers[surface], NAME)
            for surface in ("search", "suggestions", "sitemap"):
                with self.subTest(record=name, surface=surface):
                    self.assertContains(answers[surface], SLUG)
            for surface in OWN & {*answers} - {"identifier"}:
                with self.subTest(record=name, surface=surface):
                    self.assertContains(answers[surface], NAME)


class DeadlineVisibilityTests(TestCase):
    def _look(self, **values):
        deadline = make_deadline(title_en=TITLE, title_ru=TITLE, at=NOON + SECOND, **values)
        addresses = {name: reverse(f"pages:{name}") for name in ("deadline-list", "deadline-calendar")}
        addresses |= {"home": reverse("home"), "own": reverse("pages:one-deadline-calendar", args=[deadline.public_id])}
        with clock.at(NOON):
            return {name: self.client.get(path) for name, path in addresses.items()}

    def test_what_is_not_published_is_on_no_surface_and_the_rest_on_every(self):
        for language in ("en", "ru"):
            for is_published in (True, False):
                with translation.override(language), undone():
                    answers = self._look(is_published=is_published)
                for surface, response in answers.items():
                    with self.subTest(language=language, is_published=is_published, surface=surface):
                        hidden_status = 404 if surface == "own" else 200
                        self.assertEqual(response.status_code, 200 if is_published else hidden_status)
                        self.assertEqual(TITLE in response.content.decode(), is_published)
