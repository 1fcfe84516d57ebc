"""`make bench-cache`: pages from memory beside the least that the same servers can do, in rounds that take turns.

Our server alone beside a bare WSGI function with the same bytes; our nginx beside itself with a file of the same
bytes. Needs `wrk`, and what `make serving` needs. Ratios mean something, the numbers of this machine little.
"""

import argparse
import json
import os
import re
import subprocess
from base64 import b64encode
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.serving import asking, site
from tests.serving.asking import Answer
from tests.serving.fronting import application_server
from tests.serving.site import Site

BROWSER = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36"
ASKED = {"Host": "localhost", "User-Agent": BROWSER, "Accept-Encoding": "gzip", "X-Forwarded-Proto": "https"}
OF_THE_SERVER = {"date", "server", "connection", "transfer-encoding"}
FIGURES = re.compile(r"^ +(50|99)% +([\d.]+)(us|ms|s)$|^Requests/sec: +([\d.]+)$", re.MULTILINE)
MILLISECONDS = {"us": 0.001, "ms": 1, "s": 1000}
AIMS = {"our server": 0.75, "our nginx": 0.6}
LATEST = 10  # times the median, at 64 connections


@dataclass(frozen=True)
class Round:
    per_second: float
    half: float  # milliseconds
    nearly_all: float


@dataclass(frozen=True)
class Pair:
    """`ours` is measured against `least`."""

    name: str
    page: str
    ours: str
    least: str


def measured(url: str, connections: int, seconds: int) -> Round:
    headers = [part for name, value in ASKED.items() for part in ("-H", f"{name}: {value}")]
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", *headers, url]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in said or "Socket errors" in said:
        raise SystemExit(f"{url}:\n{said}")
    found = {part[0] or "rate": part for part in FIGURES.findall(said)}
    half, nearly_all = (float(found[name][1]) * MILLISECONDS[found[name][2]] for name in ("50", "99"))
    return Round(float(found["rate"][3]), half, nearly_all)


def pages(served: Site) -> dict[str, str]:
    code = "from tests import page_kinds; p = page_kinds.paths('en'); print(p['article-long'], p['feed'])"
    article, feed = served.shell(code).split()
    return {"article": article, "feed": feed}


def warm(served: Site, path: str) -> Answer:
    asking.ask(served.servers[0].port, path, headers=ASKED, plain=True)
    return asking.ask(served.servers[0].port, path, headers=ASKED, plain=True)


def pairs(served: Site, stack: ExitStack) -> list[Pair]:
    made = []
    for name, path in pages(served).items():
        answer = warm(served, path)
        headers = [header for header in answer.headers if header[0].lower() not in OF_THE_SERVER]
        told = served.folder / f"{name}.json"
        told.write_text(json.dumps({"headers": headers, "body": b64encode(answer.body).decode()}))
        bare = application_server(served.folder, {"BARE": str(told)}, application="bench.bare:application")
        stack.enter_context(bare)
        Path(served.environment["STATIC_ROOT"], f"{name}.bin").write_bytes(answer.body)
        own, https = served.servers[0].port, served.nginx.https
        least = f"http://127.0.0.1:{bare.port}{path}"
        made.append(Pair("our server", name, f"http://127.0.0.1:{own}{path}", least))
        least = f"https://127.0.0.1:{https}/static/{name}.bin"
        made.append(Pair("our nginx", name, f"https://127.0.0.1:{https}{path}", least))
    return made


def compared(pair: Pair, rounds: int, seconds: int) -> bool:
    """Prints its lines; whether it is as good as it should be."""
    ours, least, crowded = [], [], []
    for _round in range(rounds):
        ours.append(measured(pair.ours, 16, seconds))
        least.append(measured(pair.least, 16, seconds))
        crowded.append(measured(pair.ours, 64, seconds))
    ratios = [one.per_second / other.per_second for one, other in zip(ours, least, strict=True)]
    late = [one.nearly_all / one.half for one in crowded]
    rates = median(one.per_second for one in ours), median(one.per_second for one in least)
    print(
        f"{pair.name:<11} {pair.page:<8} {rates[0]:>8.0f} {rates[1]:>8.0f} {median(ratios):>6.2f}  "
        f"{' '.join(f'{ratio:.2f}' for ratio in ratios):<16} {median(one.half for one in crowded):>7.2f} "
        f"{median(one.nearly_all for one in crowded):>7.2f} {median(late):>6.1f}",
        flush=True,
    )
    return median(ratios) >= AIMS[pair.name] and median(late) <= LATEST


def main(rounds: int, seconds: int) -> int:
    with ExitStack() as stack:
        served = stack.enter_context(site.served(servers=1))
        listed = pairs(served, stack)
        print("                     per second                 of the least      at 64 connections, ms")
        print("what        page         ours    least  ratio  rounds               50 %    99 %  99/50")
        good = [compared(pair, rounds, seconds) for pair in listed]
    print(f"Aims: {', '.join(f'{name} {ratio}' for name, ratio in AIMS.items())}; 99 % within {LATEST} times 50 %.")
    return 0 if all(good) else 1


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=5, help="of each measurement")
    arguments = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opendoors.settings")
    raise SystemExit(main(arguments.rounds, arguments.seconds))
