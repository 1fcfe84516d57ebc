"""Stands before Django and answers from memory what may be: GET and HEAD without a cookie of ours (PEP 3333).

One request makes a page, others that ask for it meanwhile wait for it. Nothing of what Django does with a request is
decided here: what it answers, with whichever headers, is kept as it is and given again.
"""

import threading
from collections.abc import Callable, Iterable

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpResponse

from opendoors.content import clock
from opendoors.content.ahead import next_change
from opendoors.content.caching.entries import Entry, Headers, StartResponse, for_our_proxy
from opendoors.content.caching.generations import Generations
from opendoors.content.caching.kept import MAY_BE_KEPT
from opendoors.content.caching.patience import LOOK, PAGE, WORK, patience
from opendoors.content.caching.store import Store
from opendoors.content.readers import is_person
from opendoors.content.visits import count

Application = Callable[[dict, StartResponse], Iterable[bytes]]

READING = ("GET", "HEAD")
APART = (settings.STATIC_URL, settings.MEDIA_URL, "/admin/", "/health/")
# Whoever brings one of these is staff, or was lately, and is answered anew.
COOKIES = {"messages", settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME}
# What others add to our addresses in order to follow people. No page reads it.
TRACKING = ("utm_", "fbclid", "gclid", "yclid", "ysclid", "msclkid", "mc_cid", "mc_eid", "_openstat", "igsh")
FOR_ONE = {"no-store", "private"}
KNOWN_TO_VARY = {"cookie", "accept-encoding"}  # nobody with a cookie of ours gets here
GONE = {301, 404, 410}
PATIENCE = 20  # seconds that one waits for a page that somebody else has asked for
MOST_REMEMBERED = 1000  # paths of pages that are never kept


class Front:
    """`memory`: bytes that the pages of this process may take."""

    def __init__(self, application: Application, generations: Generations, memory: int):
        self._application = application
        self._generations = generations
        self._ahead: tuple[int, float, float] = (0, 0, 0)
        self._flights: dict[tuple, threading.Event] = {}
        self._lock = threading.Lock()
        self._never: set[str] = set()
        self.pages = Store(memory)
        generations.begin()

    def __call__(self, environ: dict, start_response: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] not in READING or ("HTTP_COOKIE" in environ and _has_our_cookie(environ)):
            return self._answered(environ, start_response)
        if environ.get("QUERY_STRING"):
            environ["QUERY_STRING"] = _without_tracking(environ["QUERY_STRING"])
        key = _key(environ)
        while True:
            entry = self.pages.get(key)
            if entry is None and self._is_apart(environ["PATH_INFO"]):
                return self._answered(environ, start_response)
            generation, now = self._generations.current(), clock.seconds()
            if entry is not None and entry.generation == generation and now < entry.until:
                return self._given(entry, environ, start_response, now)
            flight, is_first = self._flight(key, generation)
            if is_first:
                return self._made(key, generation, environ, start_response)
            is_over = flight.wait(PATIENCE)
            if not is_over or self.pages.get(key) is entry:  # it was not kept: then each has one of its own
                return self._asked(key, self._generations.current(), environ, start_response)

    def _is_apart(self, path: str) -> bool:
        return path.startswith(APART) or path in self._never or self._generations.shared is None

    def _answered(self, environ: dict, start_response: StartResponse) -> Iterable[bytes]:
        is_read = environ["REQUEST_METHOD"] in READING and not environ["PATH_INFO"].startswith(APART)
        with patience(PAGE if is_read else WORK):
            return self._application(environ, start_response)

    def _given(self, entry: Entry, environ: dict, start_response: StartResponse, now: float) -> list[bytes]:
        entry.used = True
        ready = entry.ready(environ, now)
        if ready.visit is not None and is_person(environ):
            count(ready.visit)
        return ready.send(environ, start_response)

    def _flight(self, key: tuple, generation: int) -> tuple[threading.Event, bool]:
        """Who makes this page in this generation: whether it is us, and what tells that it is done."""
        with self._lock:
            flight = self._flights.get((key, generation))
            if flight is not None:
                return flight, False
            flight = self._flights[key, generation] = threading.Event()
            return flight, True

    def _made(self, key: tuple, generation: int, environ: dict, start_response: StartResponse) -> Iterable[bytes]:
        try:
            return self._asked(key, generation, environ, start_response)
        finally:
            with self._lock:
                self._flights.pop((key, generation)).set()

    def _asked(self, key: tuple, generation: int, environ: dict, start_response: StartResponse) -> Iterable[bytes]:
        is_settled = not self._generations.shared.is_being_written()
        until = self._until(generation)  # before the page is made: a moment that passes meanwhile may be missing in it
        told: list[tuple[str, Headers]] = []
        asked = {**environ, MAY_BE_KEPT: True}  # Django writes into it
        response = self._answered(asked, lambda status, headers, _error=None: told.append((status, headers)))
        status, headers = told[-1]
        now = clock.seconds()
        is_right = self._generations.current() == generation and now < until  # for those who ask after us, too
        if not _is_for_everybody(response):
            if status.startswith("200") and not hasattr(response, "may_be_kept"):
                self._remember(environ["PATH_INFO"])
            # What is gone takes the place of what our proxy remembers for outages.
            is_gone = response.status_code in GONE and is_right and not response.cookies
            start_response(status, [*headers, *for_our_proxy()] if is_gone else headers)
            return response
        entry = Entry.of(response, headers, generation=generation, until=until, now=now)
        response.close()
        if not is_right:
            entry.until = 0  # nobody is to keep it
        elif is_settled:
            self.pages.put(key, entry)
        return entry.ready(environ, now).send(environ, start_response)

    def _until(self, generation: int) -> float:
        """Asked of the database once in each generation; in the past if it cannot be known."""
        known, asked, until = self._ahead
        now = clock.seconds()
        if known != generation or not asked <= now < until:  # a clock may be set back
            try:
                with patience(LOOK):
                    until = next_change().timestamp()
            except DatabaseError:  # the application will meet it too, and say so
                connection.close()
                return 0
            self._ahead = (generation, now, until)
        return until

    def _remember(self, path: str) -> None:
        if len(self._never) >= MOST_REMEMBERED:
            self._never.clear()
        self._never.add(path)


def _is_for_everybody(response: Iterable[bytes]) -> bool:
    return (
        isinstance(response, HttpResponse)
        and getattr(response, "may_be_kept", False)
        and response.status_code == 200
        and not response.cookies
        and _words(response, "Cache-Control").isdisjoint(FOR_ONE)
        and _words(response, "Vary") <= KNOWN_TO_VARY
    )


def _words(response: HttpResponse, header: str) -> set[str]:
    return set(response.get(header, "").lower().replace(",", " ").split())


def _has_our_cookie(environ: dict) -> bool:
    return not COOKIES.isdisjoint(part.partition("=")[0].strip() for part in environ["HTTP_COOKIE"].split(";"))


def _key(environ: dict) -> tuple:
    """All that an answer may depend on, but for its encoding."""
    return (
        environ["PATH_INFO"],
        environ.get("QUERY_STRING", ""),
        environ.get("HTTP_HOST"),
        environ["wsgi.url_scheme"],
        environ.get("HTTP_X_FORWARDED_PROTO"),
    )


def _without_tracking(query: str) -> str:
    return "&".join(part for part in query.split("&") if not part.startswith(TRACKING))
