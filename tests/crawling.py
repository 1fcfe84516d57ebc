"""Follows every link of the public site as a reader without scripts would, and says what is wrong with it.

A page is an address without its query, or with `?page=` alone. Lists can be asked in endless ways: of addresses with
the same path and the same names in their query, three are asked, and what is asked there is not asked on.
"""

import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urldefrag, urljoin, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.files.storage import default_storage
from django.test import Client
from lxml import html

from tests.test_headers import ALWAYS, FILMS, POLICY, policy

HOST = "testserver"
EXAMPLES = 3
# Attributes that make a browser ask for something, or lead somewhere.
LOADED = ("src", "poster", "data", "background")
LOADING_LINKS = {
    "stylesheet",
    "icon",
    "apple-touch-icon",
    "manifest",
    "preload",
    "modulepreload",
    "prefetch",
    "preconnect",
}
URL = re.compile(r"url\(\s*[\"']?([^\"')]+)")
SCRIPTED = re.compile(r"on[a-z]+|style")


@dataclass
class Seen:
    """What was answered at an address; of a page, its parts."""

    status: int
    is_page: bool = False
    language: str = ""
    title: str = ""
    anchors: frozenset[str] = frozenset()


@dataclass
class Crawl:
    client: Client
    seen: dict[str, Seen] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    _waiting: deque[str] = field(default_factory=deque)
    _linked: dict[str, str] = field(default_factory=dict)  # addresses with their fragments, and where each was found
    _asked: dict[tuple, int] = field(default_factory=dict)

    def run(self, starts: Iterable[str]) -> None:
        for address in starts:
            self._note(address, "where it began")
        while self._waiting:
            self._open(self._waiting.popleft())
        self._check_fragments()
        self._check_titles()

    @property
    def pages(self) -> dict[str, Seen]:
        return {address: seen for address, seen in self.seen.items() if seen.is_page and seen.status == 200}

    # ---- Links

    def _note(self, address: str, found_on: str, base: str = "/") -> None:
        address = urljoin(f"http://{HOST}{base}", address.strip())
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or parts.netloc != HOST:
            return
        address = parts._replace(scheme="", netloc="").geturl()
        self._linked.setdefault(address, found_on)
        path = urldefrag(address).url
        if path not in self.seen and self._is_wanted(path, base):
            self.seen[path] = Seen(0)
            self._waiting.append(path)

    def _is_wanted(self, address: str, base: str) -> bool:
        parts = urlsplit(address)
        names = tuple(sorted({name for name, _value in parse_qsl(parts.query, keep_blank_values=True)}))
        if names in ((), ("page",)):
            return True
        if {name for name, _value in parse_qsl(urlsplit(base).query)} - {"page"}:
            return False
        self._asked[parts.path, names] = self._asked.get((parts.path, names), 0) + 1
        return self._asked[parts.path, names] <= EXAMPLES

    def _open(self, address: str) -> None:
        path = unquote(urlsplit(address).path)
        if path.startswith(settings.STATIC_URL):
            self._open_static(address, path.removeprefix(settings.STATIC_URL))
        elif path.startswith(settings.MEDIA_URL):
            there = default_storage.exists(path.removeprefix(settings.MEDIA_URL))
            self._answered(address, 200 if there else 404)
        else:
            self._ask(address)

    def _open_static(self, address: str, name: str) -> None:
        found = finders.find(name)
        self._answered(address, 200 if found else 404)
        if found and name.endswith(".css"):
            for loaded in URL.findall(Path(found).read_text("utf-8")):
                self._load(loaded, address)

    def _ask(self, address: str) -> None:
        response = self.client.get(address)
        content = b"".join(response.streaming_content) if response.streaming else response.content
        self._answered(address, response.status_code)
        if response.cookies or "Set-Cookie" in response:
            self._blame(address, "sets a cookie")
        for name, values in ALWAYS.items():
            if response.get(name) not in values:
                self._blame(address, f"has no {name}")
        if response.status_code in (301, 302, 303):
            self._note(response["Location"], address)
        elif not content:
            self._blame(address, "is empty")
        elif response["Content-Type"].startswith("text/html"):
            told = policy(response)
            allowed = set(told.pop("frame-src", "").split())
            if told != POLICY or allowed - set(FILMS):
                self._blame(address, "has another security policy")
            self._read(address, html.document_fromstring(content.decode()))

    def _answered(self, address: str, status: int) -> None:
        self.seen[address] = Seen(status)
        if status >= 400:
            self._blame(address, f"is {status}, linked from {self._linked.get(address) or self._found_on(address)}")

    def _found_on(self, address: str) -> str:
        return next(page for linked, page in self._linked.items() if urldefrag(linked).url == address)

    def _blame(self, address: str, fault: str) -> None:
        self.faults.append(f"{address} {fault}")

    # ---- A page

    def _read(self, address: str, page: html.HtmlElement) -> None:
        anchors = [*page.xpath("//@id"), *page.xpath("//a/@name")]
        title = " ".join((page.findtext(".//title") or "").split())
        self.seen[address] = Seen(200, True, page.get("lang", ""), title, frozenset(anchors))
        if len(anchors) != len(set(anchors)):
            self._blame(address, f"has an id twice: {sorted({one for one in anchors if anchors.count(one) > 1})}")
        for fault in (*faults_of(page, title), *faults_of_canonical(page, address)):
            self._blame(address, fault)
        for element in page.iter(html.etree.Element):
            self._follow(address, element)

    def _follow(self, address: str, element: html.HtmlElement) -> None:
        for name in element.attrib:
            if SCRIPTED.fullmatch(name):
                self._blame(address, f"has {name}= at <{element.tag}>, which its policy forbids")
        if element.tag in ("style", "script") and element.text and element.get("type") != "application/ld+json":
            self._blame(address, f"has <{element.tag}> within, which its policy forbids")
        for loaded in loads(element):
            self._load(loaded, address)
        if element.tag in ("a", "area", "link", "form"):
            target = element.get("href", element.get("action"))
            if target is not None and not (element.tag == "form" and element.get("method", "").lower() == "post"):
                self._note(target.replace("webcal:", "http:", 1), address, base=address)

    def _load(self, loaded: str, address: str) -> None:
        if urlsplit(urljoin(f"http://{HOST}{address}", loaded)).netloc != HOST:
            self._blame(address, f"asks a foreign host: {loaded}")
        elif loaded.startswith("data:"):
            self._blame(address, "has a picture as data:, which its policy forbids")
        self._note(loaded, address, base=address)

    # ---- What only the whole tells

    def _check_fragments(self) -> None:
        for address, found_on in self._linked.items():
            path, fragment = urldefrag(address)
            seen = self.seen.get(path)
            if fragment and seen and seen.is_page and unquote(fragment) not in {*seen.anchors, "top"}:
                self._blame(address, f"has no such place, linked from {found_on}")

    def _check_titles(self) -> None:
        known: dict[tuple[str, str], str] = {}
        for address, seen in self.pages.items():
            if {name for name, _value in parse_qsl(urlsplit(address).query)} <= {"page"}:
                first = known.setdefault((seen.language, seen.title), address)
                if first != address:
                    self._blame(address, f"has the title of {first}: {seen.title}")


def faults_of(page: html.HtmlElement, title: str) -> Iterator[str]:
    """What is missing on a page by itself."""
    if not title:
        yield "has no title"
    if not page.get("lang"):
        yield "has no language"
    described = [text for text in page.xpath("//meta[@name='description']/@content") if text.strip()]
    if len(described) != 1:
        yield f"has {len(described)} descriptions"
    headings = [" ".join(heading.text_content().split()) for heading in page.iter("h1")]
    if len(headings) != 1 or not headings[0]:
        yield f"has not one h1: {headings}"


def faults_of_canonical(page: html.HtmlElement, address: str) -> Iterator[str]:
    """A page that search engines may keep names itself, absolutely; a selection that somebody asked for names none."""
    named = page.xpath("//link[@rel='canonical']/@href")
    if "noindex" in " ".join(page.xpath("//meta[@name='robots']/@content")):
        if named:
            yield f"may not be kept by search engines, and names as canonical {named}"
        return
    parts = urlsplit(address)
    asked = dict(parse_qsl(parts.query))
    query = f"?page={asked['page']}" if asked.get("page", "1") != "1" else ""
    if named != [f"http://{HOST}{parts.path}{query}"]:
        yield f"names as canonical {named}"


def loads(element: html.HtmlElement) -> Iterator[str]:
    """What a browser fetches for this element."""
    for name in LOADED:
        if element.get(name) and element.tag != "a":
            yield element.get(name)
    for part in element.get("srcset", element.get("imagesrcset", "")).split(","):
        if part.split():
            yield part.split()[0]
    if element.tag == "link" and set(element.get("rel", "").split()) & LOADING_LINKS and element.get("href"):
        yield element.get("href")
