"""What the register's pages ask of a record besides its fields."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from django import template
from django.conf import settings
from django.db import models
from django.utils import translation

from partners import glance
from partners import standing as standings
from partners.dates import PartialDate
from partners.drawings import worldmap
from partners.models import Agreement, AgreementParty, Laboratory, University
from partners.models.agreements import SIGNED
from partners.models.dated import PartiallyDated
from partners.models.events import Chronicled
from partners.models.terms import UNSIGNED_FORMS
from partners.standing import Standing
from partners.transitions import AgreementStatus, LaboratoryStatus

register = template.Library()

LONG_NAME = 70  # characters; from here on a heading is set a step smaller


@register.simple_tag
def register_figures() -> dict:
    """`{% register_figures as figures %}`: for `partners/_counts.html`."""
    return glance.figures()


@register.simple_tag
def partners_map() -> dict:
    """`{% partners_map as map %}`: where the universities are."""
    return worldmap.of(University.objects.published())


@register.filter
def standing(record: Agreement | Laboratory) -> Standing:
    return standings.of(record)


@register.inclusion_tag("partners/_badge.html")
def badge(record: Agreement | Laboratory) -> dict:
    return {"standing": standings.of(record)}


@register.filter
def is_signed(agreement: Agreement) -> bool:
    """Whether it was ever signed; what was only agreed on must not read as if it were."""
    return agreement.status in SIGNED


@register.filter
def is_unsigned(agreement: Agreement) -> bool:
    """Whether to say that it is not signed. Of one whose form nobody states, one can only say that none reports it."""
    if agreement.status == AgreementStatus.AGREED and agreement.form in UNSIGNED_FORMS:
        return standings.of(agreement) == standings.AGREED_TO_SIGN
    return agreement.status not in SIGNED


@register.filter
def parties_besides(agreement: Agreement, university: University | None) -> list[AgreementParty]:
    """Its parties; on a university's own page the others, for that one goes without saying."""
    parties = list(agreement.parties.all())
    others = [party for party in parties if university and party.university_id != university.pk]
    return others or parties


@register.filter
def has_opened(laboratory: Laboratory) -> bool:
    return laboratory.status != LaboratoryStatus.PLANNED and standings.of(laboratory) != standings.PLAN_DROPPED


@register.filter
def when(record: PartiallyDated, name: str) -> PartialDate:
    """`{{ university|when:"member_from" }}`"""
    return record.when(name)


@register.filter
def tongue(record: models.Model, field: str) -> str:
    """The language in which a translated field is shown, if it is not the page's own; else ''."""
    here = translation.get_language()
    order = sorted((code for code, _name in settings.LANGUAGES), key=lambda code: code != here)
    shown = next((code for code in order if getattr(record, f"{field}_{code}")), here)
    return "" if shown == here else shown


@register.filter
def other_names(university: University) -> list[dict]:
    """Its names besides the one at the head of the page, each with its language: its own language's first."""
    names = [{"text": university.own_name, "language": university.own_language}]
    names += [{"text": getattr(university, f"name_{code}"), "language": code} for code, _name in settings.LANGUAGES]
    told, seen = [], {university.name, "", None}
    for name in names:
        if name["text"] not in seen:
            seen.add(name["text"])
            told.append({**name, "called": language_name(name["language"])})
    return told


@register.filter
def also_called(university: University) -> list[str]:
    """What else it goes by, besides the abbreviation that stands above."""
    words = dict.fromkeys([university.acronym, *university.aliases])
    return [word for word in words if word not in ("", university.abbreviation)]


@register.filter
def language_name(tag: str) -> str:
    """The name of a language in the page's own; the tag itself for one that Django has no name for."""
    for known in (tag.lower(), tag.partition("-")[0].lower()):
        try:
            return translation.get_language_info(known)["name_translated"]
        except KeyError:
            continue
    return tag


@register.filter
def shared_source(events: Iterable[Chronicled]) -> Chronicled | None:
    """The first of several entries that all name the same source."""
    first, *others = [*events] or [None]
    if not others or not (first.source_url or first.source_title):
        return None
    told = {(event.source_title, event.source_url) for event in (first, *others)}
    return first if len(told) == 1 else None


@register.filter
def host(address: str) -> str:
    """Whose site an address is on, as people say it: without `www.`; '' for a path on this site."""
    return urlsplit(address).netloc.removeprefix("www.")


@register.filter
def is_long_name(name: str) -> bool:
    return len(name) > LONG_NAME
