"""Questions over https to a server on this machine, whoever has signed its certificate, and the answers to the byte."""

import http.client
import ssl
from collections.abc import Mapping
from dataclasses import dataclass

ANYBODY = ssl._create_unverified_context()


@dataclass(frozen=True)
class Answer:
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def __getitem__(self, name: str) -> str | None:
        """All values of a header, or None."""
        values = [value for key, value in self.headers if key.lower() == name.lower()]
        return ", ".join(values) if values else None

    @property
    def text(self) -> str:
        return self.body.decode()


def connection(port: int, *, plain: bool = False, source: str = "127.0.0.1", timeout: float = 60):
    """`source` is the address of this machine that the question comes from: any of 127.0.0.0/8 is one."""
    where = {"host": "127.0.0.1", "port": port, "timeout": timeout, "source_address": (source, 0)}
    return http.client.HTTPConnection(**where) if plain else http.client.HTTPSConnection(**where, context=ANYBODY)


def answer_of(asked: http.client.HTTPConnection) -> Answer:
    response = asked.getresponse()
    return Answer(response.status, tuple(response.getheaders()), response.read())


def ask(
    port: int,
    path: str = "/",
    *,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
    host: str = "localhost",
    plain: bool = False,
    source: str = "127.0.0.1",
) -> Answer:
    """One question on a connection of its own. Accept-Encoding is sent only if `headers` has it."""
    asked = connection(port, plain=plain, source=source)
    try:
        asked.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for name, value in {"Host": host, **(headers or {})}.items():
            asked.putheader(name, value)
        if body is not None:
            asked.putheader("Content-Length", str(len(body)))
        asked.endheaders(body)
        return answer_of(asked)
    finally:
        asked.close()
