"""Heads of the demonstration's pages by extruct and by the vocabulary of schema.org; `make parsers` runs it.

GOOGLE says what Google asks for, with the page of its documentation: `required` and `recommended` properties.
"""

from datetime import date, datetime
from typing import Any

import extruct
import schema_org
from django.core.management import call_command
from django.test import TestCase, override_settings
from pydantic import ValidationError

from tests import page_kinds

SITE = "https://example.org"
DOCUMENTATION = "https://developers.google.com/search/docs/appearance/"
GOOGLE = {
    "NewsArticle": {
        "page": f"{DOCUMENTATION}structured-data/article",
        "required": [],
        "recommended": ["author", "author.name", "dateModified", "datePublished", "headline", "image"],
    },
    "BreadcrumbList": {
        "page": f"{DOCUMENTATION}structured-data/breadcrumb",
        "required": ["itemListElement", "itemListElement.name", "itemListElement.position"],
        "recommended": [],
    },
    "WebSite": {"page": f"{DOCUMENTATION}site-names", "required": ["name", "url"], "recommended": ["alternateName"]},
    "SearchAction": {
        "page": f"{DOCUMENTATION}structured-data/sitelinks-searchbox",
        "required": ["target", "target.urlTemplate", "query-input"],
        "recommended": [],
    },
    "Organization": {
        "page": f"{DOCUMENTATION}structured-data/organization",
        "required": [],
        "recommended": ["name", "url", "logo"],
    },
    "CollegeOrUniversity": {
        "page": f"{DOCUMENTATION}structured-data/organization",
        "required": [],
        "recommended": ["name", "url", "address", "alternateName", "sameAs"],
    },
    "ResearchOrganization": {
        "page": f"{DOCUMENTATION}structured-data/organization",
        "required": [],
        "recommended": ["name", "url"],
    },
}
# https://ogp.me: what every page has to have, and https://developers.facebook.com/docs/sharing/webmasters/ besides.
OPEN_GRAPH = ("title", "type", "image", "url", "description", "site_name", "locale")
OPEN_GRAPH += ("image:width", "image:height", "image:alt")
OF_GOOGLE = {"query-input"}  # Google's own, in no vocabulary
TIMES = {"Date", "DateTime"}


def nodes_of(data: Any) -> list[dict]:
    """Every node that has a type, however deep."""
    if isinstance(data, list):
        return [node for one in data for node in nodes_of(one)]
    if not isinstance(data, dict):
        return []
    return [*([data] if "@type" in data else []), *nodes_of(list(data.values()))]


def values_at(node: dict, path: str) -> list:
    """All that stand at a path like `author.name`; None where one is missing."""
    name, _dot, rest = path.partition(".")
    value = node.get(name)
    values = value if isinstance(value, list) else [value]
    return [found for one in values for found in (values_at(one, rest) if rest and one else [one])]


def checked(node: dict) -> schema_org.SchemaModel:
    """Raises ValidationError for a property that its type has not, or a value that the property does not take."""
    kind = getattr(schema_org, node["@type"])
    timed = {one.schema_name for one in kind.SCHEMA_PROPERTIES if TIMES & {*one.ranges}}
    timed |= {field.alias for field in kind.model_fields.values() if field.alias and "date" in field.alias.lower()}
    properties = {name: value for name, value in node.items() if not name.startswith("@") and name not in OF_GOOGLE}
    return kind(**{name: _value(value, name in timed) for name, value in properties.items() if not is_reference(value)})


def is_reference(value: Any) -> bool:
    return isinstance(value, dict) and [*value] == ["@id"]


def _value(value: Any, is_time: bool) -> Any:
    if isinstance(value, list):
        return [_value(one, is_time) for one in value]
    if isinstance(value, dict):
        return checked(value)
    if not is_time:
        return value
    return datetime.fromisoformat(value) if "T" in value else date.fromisoformat(f"{value}-01-01"[:10])


@override_settings(SITE_URL=SITE)
class HeadsTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        call_command("demo", picture_width=1600, verbosity=0)
        cls.pages = {
            f"{language} {kind}": path for language in ("en", "ru") for kind, path in page_kinds.paths(language).items()
        }

    def read(self, path: str) -> dict:
        html = self.client.get(path).content.decode()
        return extruct.extract(html, base_url=SITE, syntaxes=["json-ld", "opengraph"], uniform=False)

    def test_linked_data_keeps_to_the_vocabulary(self):
        kinds = set()
        for name, path in self.pages.items():
            data = self.read(path)["json-ld"]
            names = {node.get("@id") for node in nodes_of(data)}
            for node in nodes_of(data):
                with self.subTest(name, node=node["@type"]):
                    kinds.add(node["@type"])
                    checked(node)
                    for value in filter(is_reference, node.values()):
                        self.assertIn(value["@id"], names)
        self.assertLessEqual({*GOOGLE}, kinds)

    def test_linked_data_has_what_google_asks_for(self):
        for name, path in self.pages.items():
            for data in self.read(path)["json-ld"]:
                tops = [*data.get("@graph", [data])]
                tops += [node for node in nodes_of(data) if node["@type"] == "SearchAction"]
                for node in tops:
                    asked = GOOGLE.get(node["@type"], {"required": [], "recommended": []})
                    for wanted in (*asked["required"], *asked["recommended"]):
                        with self.subTest(name, node=node["@type"], wanted=wanted):
                            self.assertTrue(all(values_at(node, wanted)), node)

    def test_every_page_that_may_be_kept_has_a_preview(self):
        kept = 0
        for name, path in self.pages.items():
            told = dict(next(iter(self.read(path)["opengraph"]), {}).get("properties", ()))
            if "og:url" not in told:
                continue
            kept += 1
            for wanted in OPEN_GRAPH:
                with self.subTest(name, wanted=wanted):
                    self.assertTrue(told.get(f"og:{wanted}"))
            with self.subTest(name):
                self.assertTrue(told["og:image"].startswith(f"{SITE}/"))
        self.assertGreater(kept, 40)

    def test_the_checker_finds_what_is_wrong(self):
        right = {"@type": "NewsArticle", "headline": "A", "datePublished": "2026-01-01T00:00:00+03:00"}
        checked(right)
        for wrong in ({"headlines": "A"}, {"author": {"@type": "Place", "name": "A"}}, {"isAccessibleForFree": "yes!"}):
            with self.subTest(wrong), self.assertRaises(ValidationError):
                checked({**right, **wrong})
