"""Asks other hosts whether what we link to is there: HEAD, and GET where that is not understood.

Only public addresses are asked. Each name is resolved once and the connection made to what it was resolved to, at each
step of a redirect anew, so that no name leads into a private network between the question and the answer.
"""

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from ipaddress import IPv6Address, ip_address, ip_network
from itertools import groupby
from urllib.parse import quote, urljoin, urlsplit

from opendoors.content.links.results import Problem

HOSTS_AT_ONCE = 8
HOPS = 5
# IPv4 addresses inside of IPv6 ones: translated (RFC 6052, RFC 8215), and as they were written once (RFC 4291).
TRANSLATED = [ip_network(network) for network in ("64:ff9b::/96", "64:ff9b:1::/48", "::/96")]
THERE = {401, 402, 403, 407, 429, 451, 999}  # refuses programs, or us just now; a reader may well get in
REDIRECTS = {301, 302, 303, 307, 308}


@dataclass(frozen=True)
class Answer:
    problem: str = ""
    status: int | None = None


class Refused(Exception):
    """Not asked: it is no public address."""


def is_public(address: str) -> bool:
    """Of an IP address as text."""
    found = ip_address(address.partition("%")[0])
    if isinstance(found, IPv6Address):
        if found.is_site_local or any(found in network for network in TRANSLATED):
            return False
        found = found.ipv4_mapped or found.sixtofour or found
    return found.is_global and not found.is_multicast


@dataclass(frozen=True)
class Asker:
    """`timeout` and `pause` in seconds; `may_ask` says which IP addresses may be."""

    agent: str
    timeout: float = 10
    pause: float = 1  # between two questions to one host
    may_ask: Callable[[str], bool] = is_public
    context: ssl.SSLContext = field(default_factory=ssl.create_default_context)

    def ask_all(self, addresses: Iterable[str]) -> Iterator[tuple[str, Answer]]:
        """Several hosts at once, each of them one question after the other."""
        listed = sorted(addresses, key=_host)
        with ThreadPoolExecutor(HOSTS_AT_ONCE) as pool:
            tasks = [pool.submit(self._ask_host, list(group)) for _name, group in groupby(listed, key=_host)]
            for task in as_completed(tasks):
                yield from task.result()

    def _ask_host(self, addresses: list[str]) -> list[tuple[str, Answer]]:
        answers = []
        for number, address in enumerate(addresses):
            if number:
                time.sleep(self.pause)
            answers.append((address, self.ask(address)))
        return answers

    def ask(self, address: str) -> Answer:
        try:
            return self._followed(address)
        except Refused:
            return Answer(Problem.FORBIDDEN)
        except TimeoutError:
            return Answer(Problem.SILENT)
        except ssl.SSLError:
            return Answer(Problem.CERTIFICATE)
        except (OSError, http.client.HTTPException, ValueError):
            return Answer(Problem.UNREACHABLE)

    def _followed(self, address: str) -> Answer:
        for _hop in range(HOPS + 1):
            status, location = self._asked("HEAD", address)
            if status >= 400 and status not in THERE:
                status, location = self._asked("GET", address)
            if status not in REDIRECTS or not location:
                return Answer("" if status < 400 or status in THERE else Problem.ANSWER, status)
            address = urljoin(address, location)
        return Answer(Problem.CIRCLE, status)

    def _asked(self, method: str, address: str) -> tuple[int, str]:
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username:
            raise Refused
        is_safe = parts.scheme == "https"
        port = parts.port or (443 if is_safe else 80)
        connection = http.client.HTTPConnection(parts.hostname, port, timeout=self.timeout)
        connection.sock = self._connected(parts.hostname, port, is_safe)
        path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
        query = f"?{quote(parts.query, safe='/%:@!$&()*+,;=~-._?')}" if parts.query else ""
        host = parts.netloc.encode("idna").decode()
        over = threading.Timer(self.timeout, connection.sock.shutdown, [socket.SHUT_RDWR])  # however slowly it drips
        began = time.monotonic()  # before the clock that ends it: what it has ended took at least that long
        over.start()
        try:
            connection.putrequest(method, path + query, skip_host=True)
            for name, value in (("Host", host), ("User-Agent", self.agent), ("Accept", "*/*"), ("Connection", "close")):
                connection.putheader(name, value)
            connection.endheaders()
            answer = connection.getresponse()  # of the body nothing is read
            location = answer.headers.get("Location", "")  # read as Latin-1, and by many servers written as UTF-8
            return answer.status, location.encode("latin-1", "replace").decode("utf-8", "replace")
        except (OSError, http.client.HTTPException):
            if time.monotonic() - began >= self.timeout:
                raise TimeoutError from None
            raise
        finally:
            over.cancel()
            connection.close()

    def _connected(self, host: str, port: int, is_safe: bool) -> socket.socket:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        if not all(self.may_ask(one[4][0]) for one in found):
            raise Refused
        plain = self._first([one[4][:2] for one in found])
        if not is_safe:
            return plain
        try:
            return self.context.wrap_socket(plain, server_hostname=host)
        except BaseException:
            plain.close()
            raise

    def _first(self, places: list[tuple[str, int]]) -> socket.socket:
        """The first that lets us in: a host may have an address of a kind that this machine cannot reach."""
        *others, last = places
        for place in others:
            try:
                return socket.create_connection(place, self.timeout)
            except OSError:
                continue
        return socket.create_connection(last, self.timeout)


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
