"""The memory of a server stays as large as it is told to be, whatever is asked: MEMORY_REQUESTS are made."""

import os
import random
import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count, islice
from pathlib import Path

from django.test import SimpleTestCase

from tests.serving import asking, site
from tests.serving.figures import figures
from tests.serving.fronting import application_server
from tests.serving.processes import Program

REQUESTS = int(os.environ.get("MEMORY_REQUESTS", "3000"))
IS_LONG = REQUESTS > 20_000
IN_ROW = 10 if IS_LONG else 5  # how often each address is asked for
KEPT = 8 if IS_LONG else 2  # MB: filled before memory is looked at
GROWTH = 1.10 if IS_LONG else 1.04  # in which nothing that is kept for each address has room
READERS = 4
LISTS, COUNTRIES = ("universities", "labs", "agreements"), ("RU", "CN", "IN", "XX")


def addresses() -> Iterator[str]:
    """As many as one likes, all different: most are pages that may be kept, some are none, some nobody knows."""
    for number in count():
        month = f"news/archive/{1900 + number // 12 % 300}/{number % 12 + 1}/"
        yield from (f"/{month}?page=1&utm_campaign={number}", f"/ru/{month}", f"/ru/{month}?page=1")
        yield random.choice(("/", "/news/", "/news/feed.rss", "/partners/")) + f"?utm_source=s{number}&fbclid=f{number}"
        if number % 4 == 0:
            yield f"/partners/{random.choice(LISTS)}/?country={random.choice(COUNTRIES)}&utm_term={number}"
        if number % 8 == 2:
            yield f"/news/?unknown{number}={number}"
        if number % 8 == 6:
            yield f"/news/nothing-{number}/"


class MemoryTests(SimpleTestCase):
    def test_memory_is_flat(self):
        served = site.the_site()
        settings = {**served.environment, "PAGE_CACHE_MEMORY": str(KEPT)}
        with application_server(served.folder, settings) as server:
            asked = list(islice(addresses(), REQUESTS // IN_ROW))
            first = len(asked) // (5 if IS_LONG else 3)
            began = time.monotonic()
            counts = self.ask_all(server, asked[:first])
            early = resident(server)
            counts += self.ask_all(server, asked[first:])
            late = resident(server)
        took = time.monotonic() - began
        figures(f"{len(counts)} requests for {len(asked)} addresses in {took:.0f} s, pages may take {KEPT} MB:")
        figures(f"    resident memory {early:.1f} MB after {first * IN_ROW}, {late:.1f} MB at the end")
        self.assertEqual(set(counts), {200, 404})
        self.assertLess(late, early * GROWTH)

    def ask_all(self, server: Program, paths: list[str]) -> list[int]:
        with ThreadPoolExecutor(READERS) as pool:
            return [status for told in pool.map(lambda path: self.ask(server, path), paths) for status in told]

    def ask(self, server: Program, path: str) -> list[int]:
        connection = asking.connection(server.port, plain=True)
        headers = {"Host": "localhost", "X-Forwarded-Proto": "https"}
        told = []
        for number in range(IN_ROW):
            connection.request("GET", path, headers={**headers, "Accept-Encoding": ("br", "gzip", "")[number % 3]})
            told.append(asking.answer_of(connection).status)
        connection.close()
        return told


def resident(server: Program) -> float:
    """MB of its largest process: the worker."""
    first = server.process.pid
    children = Path(f"/proc/{first}/task/{first}/children").read_text().split()
    told = [Path(f"/proc/{process}/status").read_text() for process in children]
    return max(int(re.search(r"VmRSS:\s+(\d+) kB", text)[1]) for text in told) / 1024
