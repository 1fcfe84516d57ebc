"""What pages tell machines of who and what they are about: the vocabulary of schema.org, as JSON-LD.

Each function gives a node as a dict. It tells what its page shows to everybody, with absolute addresses, and what is
not known is not there. https://schema.org/docs/full.html has the words.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone, translation

from news.models import Article
from opendoors.cards.subjects import card_of
from opendoors.content.site_address import Absolute
from opendoors.heads import described, summary
from partners.models import Laboratory, University
from partners.transitions import LaboratoryStatus
from partners.vocabulary import PARTS, UniversityKind

Node = dict[str, Any]

HEADLINE = 110  # characters: https://developers.google.com/search/docs/appearance/structured-data/article
MOST = 10  # partners named by an article
KINDS = {
    UniversityKind.UNIVERSITY: "CollegeOrUniversity",
    UniversityKind.INSTITUTE: "ResearchOrganization",
    UniversityKind.ACADEMY: "ResearchOrganization",
    UniversityKind.ORGANISATION: "Organization",
    **dict.fromkeys(PARTS, "EducationalOrganization"),
}
# A byline that names an office, not a person.
OFFICES = re.compile(
    r"\b(office|service|department|team|editors?|editorial|university|institute|association|school|centre|center|"
    r"пресс-\w+|служб\w+|отдел\w*|редакци\w+|управлени\w+|команд\w+|университет\w*|институт\w*|ассоциаци\w+|центр\w*)\b",
    re.IGNORECASE,
)


def graph(*nodes: Node) -> Node:
    """What stands in a page: one node, or several beside each other."""
    return {"@context": "https://schema.org", **(nodes[0] if len(nodes) == 1 else {"@graph": [*nodes]})}


def site(absolute: Absolute) -> list[Node]:
    """Of the home page: the site with its search, and who runs it."""
    search = f"{absolute(reverse('search'))}?q={{search_term_string}}"
    action = _node("SearchAction", target=_node("EntryPoint", urlTemplate=search))
    website = _node(
        "WebSite",
        name=str(settings.BRAND_NAME),
        alternateName=str(settings.BRAND_PROJECT),
        url=absolute(reverse("home")),
        inLanguage=translation.get_language(),
        publisher={"@id": _publisher_id(absolute)},
        potentialAction={**action, "query-input": "required name=search_term_string"},
    )
    return [website, publisher(absolute)]


def publisher(absolute: Absolute) -> Node:
    logo = _picture(absolute(static("img/touch-icon.png")), 180, 180)
    return {
        "@id": _publisher_id(absolute),
        **_node(
            "Organization",
            name=str(settings.BRAND_NAME),
            alternateName=str(settings.BRAND_PROJECT),
            url=absolute(reverse("home")),
            logo=logo,
            parentOrganization=_node("Organization", name=str(settings.BRAND_ASSOCIATION)),
        ),
    }


def article(article: Article, absolute: Absolute, partners: Mapping[str, Sequence[Model]]) -> Node:
    """Of a public one `for_page`; `partners`: what it is about, as its page lists it."""
    url = absolute(article.get_absolute_url())
    about = [*partners.get("universities", ()), *partners.get("laboratories", ())][:MOST]
    return _node(
        "NewsArticle",
        headline=headline(article.title),
        description=described(summary(article)),
        url=url,
        mainEntityOfPage={"@type": "WebPage", "@id": url},
        inLanguage=article.language,
        datePublished=_moment(article.publish_at),
        dateModified=_moment(article.updated_at),
        author=_author(article.byline) or publisher(absolute),
        publisher=publisher(absolute),
        image=_pictures(article, absolute),
        articleSection=[topic.name for topic in article.topics.all()],
        isAccessibleForFree=True,
        isBasedOn=article.source_url,
        about=[_named(partner, absolute) for partner in about],
        correction=[_correction(one) for one in article.corrections],
    )


def university(university: University, absolute: Absolute) -> Node:
    """`for_cards`."""
    names = [university.own_name, *(getattr(university, f"name_{code}") for code, _name in settings.LANGUAGES)]
    others = dict.fromkeys([*names, university.acronym, *university.aliases])
    place = _node("PostalAddress", addressLocality=university.city, addressCountry=university.country.code)
    association = _node("Organization", name=str(settings.BRAND_ASSOCIATION))
    return {
        **_named(university, absolute),
        **_node(
            "",
            alternateName=[name for name in others if name and name != university.name],
            description=university.description,
            mainEntityOfPage=absolute(university.get_absolute_url()),
            address=place,
            foundingDate=str(university.founded or ""),
            logo=university.logo and absolute(university.logo.file.url),
            parentOrganization=university.parent and _named(university.parent, absolute),
            memberOf=association if university.is_member else None,
        ),
    }


def laboratory(laboratory: Laboratory, absolute: Absolute) -> Node | None:
    """`for_cards`; nothing of one that is only planned: it is no organisation yet."""
    if laboratory.status == LaboratoryStatus.PLANNED:
        return None
    return {
        **_named(laboratory, absolute),
        **_node(
            "",
            description=laboratory.description,
            mainEntityOfPage=absolute(laboratory.get_absolute_url()),
            parentOrganization=_named(laboratory.host, absolute),
            knowsAbout=[field.name for field in laboratory.fields.all()],
            foundingDate=laboratory.opened.iso,
            dissolutionDate=laboratory.closed.iso,
        ),
    }


def breadcrumbs(steps: Iterable[tuple[str, str]], absolute: Absolute) -> Node:
    """Names with addresses; the last is the page itself, which needs none."""
    items = [
        _node("ListItem", position=number, name=name, item=url and {"@type": "WebPage", "@id": absolute(url)})
        for number, (name, url) in enumerate(steps, start=1)
    ]
    return _node("BreadcrumbList", itemListElement=items)


def headline(title: str) -> str:
    """Cut after a whole word, if it has to be."""
    if len(title) <= HEADLINE:
        return title
    return f"{title[:HEADLINE].rpartition(' ')[0] or title[: HEADLINE - 1]}…"


def _node(kind: str, **properties: Any) -> Node:
    """Without those that say nothing."""
    known = {name: value for name, value in properties.items() if value not in ("", None, [], ())}
    return {"@type": kind, **known} if kind else known


def _publisher_id(absolute: Absolute) -> str:
    with translation.override(settings.LANGUAGE_CODE):
        return f"{absolute(reverse('home'))}#publisher"


def _author(byline: str) -> Node | None:
    return _node("Organization" if OFFICES.search(byline) else "Person", name=byline) if byline else None


def _moment(moment: datetime) -> str:
    return timezone.localtime(moment).isoformat(timespec="seconds")


def _pictures(article: Article, absolute: Absolute) -> list[Node]:
    """The one of previews first; then the cover whole."""
    card, cover = card_of(article), article.cover
    pictures = [_picture(absolute(card.url), card.width, card.height)]
    if cover:
        words = {"caption": article.cover_caption, "creditText": cover.credit}
        pictures.append(_picture(absolute(cover.file.url), cover.width, cover.height, **words))
    return pictures


def _picture(url: str, width: int, height: int, **words: str) -> Node:
    """A length is a number with its unit, https://schema.org/Distance; a number alone would be none."""
    return _node("ImageObject", url=url, width=f"{width} px", height=f"{height} px", **words)


def _named(partner: University | Laboratory, absolute: Absolute) -> Node:
    """Who it is, and where more is told: its own site, and registers that know it."""
    is_laboratory = isinstance(partner, Laboratory)
    known = [] if is_laboratory else [url for url in (partner.ror_url, partner.wikidata_url) if url]
    own = partner.website or absolute(partner.get_absolute_url())
    kind = "ResearchOrganization" if is_laboratory else KINDS[partner.kind]
    return _node(kind, name=partner.name, url=own, sameAs=known)


def _correction(correction: Mapping[str, str]) -> Node:
    try:
        day = date.fromisoformat(correction["on"]).isoformat()
    except ValueError:
        day = ""
    return _node("CorrectionComment", text=correction["text"], datePublished=day)
