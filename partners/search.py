"""Universities, laboratories and agreements, as they are found."""

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any

from django.conf import settings
from django.db.models import Model, QuerySet
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from opendoors.content import search
from partners.models import (
    Agreement,
    AgreementParty,
    Field,
    Laboratory,
    LaboratoryPartner,
    University,
)

LANGUAGES = [code for code, _name in settings.LANGUAGES]


def in_all_languages(row: Model, name: str) -> list[str]:
    return [value for code in LANGUAGES if (value := getattr(row, f"{name}_{code}"))]


def names_of(university: University) -> list[str]:
    """By all of which it is known, in any language and script."""
    own = [university.own_name, university.acronym, *university.aliases]
    return list(dict.fromkeys([*in_all_languages(university, "name"), *filter(None, own)]))


def names_with_parents(university: University) -> list[str]:
    return [name for each in (university, *university.ancestors()) for name in names_of(each)]


def countries_of(universities: Iterable[University]) -> list[str]:
    return sorted({university.country.code for university in universities})


class PartnerSource(search.Source):
    """Has a page under one address in each language; told in the reader's, found by the words of all."""

    is_in_every_language = True

    def rows(self) -> QuerySet:
        return super().rows().for_cards()

    def documents(self, row: Any) -> Iterator[search.Document]:
        for language in LANGUAGES:
            with translation.override(language):
                yield self.document(row, language)

    def document(self, row: Any, language: str) -> search.Document:
        raise NotImplementedError


class UniversitySource(PartnerSource):
    kind = "university"
    model = University
    label = _("Universities")

    def document(self, row: University, language: str) -> search.Document:
        title = row.full_name
        above = [name for each in row.ancestors() for name in names_of(each)]
        places = in_all_languages(row, "city") + _in_each(lambda: row.country.name)
        return search.Document(
            language=language,
            url=row.get_absolute_url(),
            title=title,
            names=[name for name in names_of(row) if name != title],
            other=[*above, *places, *in_all_languages(row, "description")],
            body=row.description,
            tags={"country": [row.country.code]},
        )

    def told_by(self, changed: Model) -> QuerySet | None:
        return self.rows().below(changed) if isinstance(changed, University) else None


class LaboratorySource(PartnerSource):
    kind = "laboratory"
    model = Laboratory
    label = _("Laboratories")

    def document(self, row: Laboratory, language: str) -> search.Document:
        universities = [row.host, *(partnership.university for partnership in row.partnerships.all())]
        return search.Document(
            language=language,
            url=row.get_absolute_url(),
            title=row.name,
            names=[name for name in in_all_languages(row, "name") if name != row.name],
            other=_about(universities, row.fields.all(), _in_both(row, "head", "description")),
            body=row.description,
            dated_on=row.opened_on,
            tags={"country": countries_of(universities)},
        )

    def told_by(self, changed: Model) -> QuerySet | None:
        if isinstance(changed, LaboratoryPartner):
            return self.rows().filter(pk=changed.laboratory_id)
        if isinstance(changed, Field):
            return self.rows().filter(fields=changed)
        return self.rows().involving(changed) if isinstance(changed, University) else None


class AgreementSource(PartnerSource):
    kind = "agreement"
    model = Agreement
    label = _("Agreements")

    def document(self, row: Agreement, language: str) -> search.Document:
        universities = [party.university for party in row.parties.all()]
        signed = [party.name_as_signed for party in row.parties.all() if party.name_as_signed]
        words = [*signed, *_in_each(lambda: row.noun), *_in_each(row.get_kind_display), *_in_both(row, "summary")]
        return search.Document(
            language=language,
            url=row.get_absolute_url(),
            title=row.title,
            names=[name for name in in_all_languages(row, "title") if name != row.title],
            other=_about(universities, row.fields.all(), words),
            body=row.summary,
            dated_on=row.signed_on,
            tags={"country": countries_of(universities)},
        )

    def told_by(self, changed: Model) -> QuerySet | None:
        if isinstance(changed, AgreementParty):
            return self.rows().filter(pk=changed.agreement_id)
        if isinstance(changed, Field):
            return self.rows().filter(fields=changed)
        return self.rows().involving(changed) if isinstance(changed, University) else None


def _in_both(row: Model, *names: str) -> list[str]:
    return [words for name in names for words in in_all_languages(row, name)]


def _in_each(words: Callable[[], Any]) -> list[str]:
    """What it says in each language of the site."""
    said = []
    for language in LANGUAGES:
        with translation.override(language):
            said.append(str(words()))
    return list(dict.fromkeys(said))


def _about(universities: Iterable[University], fields: Iterable[Field], words: Iterable[str]) -> list[str]:
    names = [name for university in universities for name in names_with_parents(university)]
    subjects = [name for field in fields for name in in_all_languages(field, "name")]
    return list(dict.fromkeys(filter(None, [*names, *subjects, *words])))


def _country_names(codes: Collection[str]) -> dict[str, str]:
    return {code: countries.name(code) for code in codes if code in countries.countries}


search.announce(UniversitySource())
search.announce(LaboratorySource())
search.announce(AgreementSource())
search.announce_facet("country", _country_names)
