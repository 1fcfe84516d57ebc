"""nginx before the application of `probe.py`: tests that tell what is kept, passed on and refused."""

import atexit
import json
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django.test import SimpleTestCase

from tests.serving import asking
from tests.serving.asking import Answer
from tests.serving.fronting import Nginx, application_server
from tests.serving.processes import Program
from tests.serving.site import folder_of_its_own

PROBE = "tests.serving.probe:application"
KEPT = {"accel": "1"}


@cache
def fronted(rate: int) -> tuple[list[Program], Nginx]:
    """Two application servers and nginx before them, for all tests of this run: they end with it."""
    stack = ExitStack()
    atexit.register(stack.close)
    folder = stack.enter_context(folder_of_its_own())
    servers = [stack.enter_context(application_server(folder, {}, application=PROBE)) for _number in range(2)]
    nginx = Nginx(folder / "nginx", [server.port for server in servers], rate=rate)
    return servers, stack.enter_context(nginx)


class ProbeTestCase(SimpleTestCase):
    rate = 100_000

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.servers, cls.nginx = fronted(cls.rate)

    def ask(self, path: str = "", *, wanted=(), **question) -> Answer:
        """A page of this test's own, unless `path` names one; `wanted` says how the probe answers."""
        return asking.ask(
            self.nginx.https, f"{path or f'/{self.id()}/'}?{urlencode(list(dict(wanted).items()))}", **question
        )

    def in_a_moment(self, ask: Callable[[], Any]) -> Any:
        """What `ask` gives, asked within one of the moments for which nginx keeps an answer, from its beginning."""
        for _time in range(20):
            await_a_moment()
            began, told = moment(), ask()
            if moment() == began:
                return told
        self.fail("The machine is too busy to tell")

    def kill_all(self) -> None:
        """The application servers, until the end of the test."""
        self.addCleanup(self.bring_back)
        for server in self.servers:
            server.kill()

    def bring_back(self) -> None:
        for server in self.servers:
            if not server.is_running:
                server.start()

    def at_once(self, count: int, **question) -> list[Answer]:
        with ThreadPoolExecutor(count) as pool:
            return [asked.result() for asked in [pool.submit(self.ask, **question) for _number in range(count)]]


def number(answer: Answer) -> str:
    return json.loads(answer.body)["number"]


def numbers(answers: list[Answer]) -> set[str]:
    return {number(answer) for answer in answers}


def moment() -> int:
    """nginx keeps what it may for half a second of the clock; which one it is."""
    return int(time.time() * 2)


def await_a_moment() -> None:
    """Returns when a new one has begun."""
    time.sleep(0.52 - time.time() % 0.5)
