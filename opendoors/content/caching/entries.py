"""An answer as it is sent: its headers and its body in each encoding, and 304 for whoever has it (RFC 9110)."""

import gzip
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from math import ceil

import brotli
from django.conf import settings
from django.http import HttpResponse
from django.utils.http import http_date, parse_etags, parse_http_date_safe

from opendoors.content.visits import Line, visit

Headers = list[tuple[str, str]]
StartResponse = Callable[[str, Headers], object]

FOREIGN = 60  # seconds that caches elsewhere may keep a page
BROWSERS = "public, max-age=0, must-revalidate, s-maxage={}"
OURS = {"vary", "etag", "last-modified", "cache-control", "content-length", "content-encoding"}
OF_304 = {"cache-control", "etag", "last-modified", "vary", "content-location", "expires"}
TEXTS = ("text/", "application/json", "application/feed+json", "application/xml", "application/rss+xml")
TEXTS += ("application/atom+xml", "image/svg+xml")
SMALL = 256  # bytes: what is not longer is sent as it is
ENCODERS = {
    "br": lambda body: brotli.compress(body, quality=5),
    "gzip": lambda body: gzip.compress(body, 6, mtime=0),
}


@dataclass(slots=True)
class Ready:
    """To be sent until the second `ends`. `visit`: what is counted when a person gets it."""

    ends: int
    headers: Headers
    short: Headers
    etag: str
    modified: int | None
    body: list[bytes]
    visit: Line | None

    def send(self, environ: dict, start_response: StartResponse) -> list[bytes]:
        if ("HTTP_IF_NONE_MATCH" in environ or "HTTP_IF_MODIFIED_SINCE" in environ) and _is_known(environ, self):
            start_response("304 Not Modified", self.short)
            return []
        start_response("200 OK", self.headers)
        return self.body if environ["REQUEST_METHOD"] == "GET" else []


@dataclass
class Entry:
    """`until`, `modified`: seconds of the epoch; `page`: as `visits.visit` takes it."""

    generation: int
    until: float
    headers: Headers
    body: bytes
    tag: str
    modified: int
    cache_control: str
    page: tuple[str, int, str] | None
    used: bool = False  # since it was kept, or last spared
    _bodies: dict[str, bytes] = field(default_factory=dict)
    _ready: dict[str, Ready] = field(default_factory=dict)

    @classmethod
    def of(cls, response: HttpResponse, headers: Headers, *, generation: int, until: float, now: float) -> "Entry":
        """`headers`: as they were to be sent. Last-Modified is a second in which every machine says this."""
        names = {name.lower(): value for name, value in headers}
        since = getattr(response, "since", None)
        return cls(
            generation=generation,
            until=until,
            headers=[(name, value) for name, value in headers if name.lower() not in OURS],
            body=response.content,
            tag=names.get("etag", "").strip('"') or sha256(response.content).hexdigest()[:32],
            modified=int(since.timestamp()) if since else ceil(now) + 1,
            cache_control=names.get("cache-control", ""),
            page=getattr(response, "page_counted", None),
        )

    @property
    def size(self) -> int:
        """Bytes, nearly: encodings are about a third of a text together."""
        return 2048 + len(self.body) * 4 // 3

    def ready(self, environ: dict, now: float) -> Ready:
        encoding = encoding_for(environ.get("HTTP_ACCEPT_ENCODING", ""))
        ready = self._ready.get(encoding)
        if ready is None or not ready.ends - 1 <= now < ready.ends:
            ready = self._ready[encoding] = self._prepared(encoding, now)
        return ready

    def _prepared(self, encoding: str, now: float) -> Ready:
        body = self._encoded(encoding)
        is_encoded = body is not self.body
        etag = f'"{self.tag}-{encoding}"' if is_encoded else f'"{self.tag}"'
        modified = self.modified if self.modified <= now else None
        left = max(0, min(FOREIGN, int(self.until - now)))
        ours = [("Cache-Control", self.cache_control or BROWSERS.format(left)), ("ETag", etag)]
        ours += [("Vary", "Accept-Encoding")]
        ours += [("Last-Modified", http_date(modified))] if modified else []
        ours += [("Content-Encoding", encoding)] if is_encoded else []
        ours += for_our_proxy() if now < self.until else []
        headers = [*self.headers, *ours, ("Content-Length", str(len(body)))]
        short = [(name, value) for name, value in headers if name.lower() in OF_304]
        return Ready(int(now) + 1, headers, short, etag, modified, [body], self.page and visit(*self.page))

    def _encoded(self, encoding: str) -> bytes:
        if not encoding or len(self.body) <= SMALL or not self._is_text:
            return self.body
        if encoding not in self._bodies:
            self._bodies[encoding] = ENCODERS[encoding](self.body)
        return self._bodies[encoding]

    @property
    def _is_text(self) -> bool:
        kind = next((value for name, value in self.headers if name.lower() == "content-type"), "")
        return kind.startswith(TEXTS)


def for_our_proxy() -> Headers:
    """It may keep an answer: for half a second, and for outages (deploy/nginx.conf says how `@1` does that)."""
    return [("X-Accel-Expires", "@1")] if settings.BEHIND_PROXY else []


def _is_known(environ: dict, ready: Ready) -> bool:
    """If-None-Match decides alone where it is there (RFC 9110, 13.2.2), and compares weakly."""
    if tags := environ.get("HTTP_IF_NONE_MATCH"):
        return any(tag == "*" or tag.removeprefix("W/") == ready.etag for tag in parse_etags(tags))
    since = parse_http_date_safe(environ.get("HTTP_IF_MODIFIED_SINCE", ""))
    return since is not None and ready.modified is not None and ready.modified <= since


@lru_cache(1024)
def encoding_for(accepted: str) -> str:
    """The best of ours that `Accept-Encoding` takes (RFC 9110, 12.5.3); empty for none."""
    weights = {}
    for part in accepted.lower().split(","):
        name, _semicolon, parameters = part.partition(";")
        weights[name.strip()] = _weight(parameters)
    return next((name for name in ENCODERS if weights.get(name, weights.get("*", 0)) > 0), "")


def _weight(parameters: str) -> float:
    name, _is, value = parameters.strip().partition("=")
    try:
        return float(value) if name.strip() == "q" else 1
    except ValueError:
        return 0
