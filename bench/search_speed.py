"""`make speed`: how long questions take with 1,000 and with 100,000 articles, beside the fetch of a row by its key.

Ends with 1 where the median is above the aim, or the index is larger than twice the text.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from random import Random

from django.db import connection

from bench import newsroom
from news.models import Article
from opendoors.content import search
from opendoors.content.search.indexing import rebuild

AIM = {"postgresql": 20, "sqlite": 40}  # milliseconds
TIMES = 40  # questions of each kind
TABLES = ("content_entry", "content_staffentry", "content_words")
COMMON = ("university", "students", "olympiad", "университет", "студентов", "олимпиада", "Russian", "Москва")
PAIRS = ("university students", "Russian olympiad", "студенты университета", "олимпиада победители")
QUESTIONS = ("How do students get to the university?", "Какие документы нужны победителям олимпиады?")


def main() -> int:
    arguments = parse()
    complaints = [complaint for count in arguments.articles for complaint in measured(count)]
    print(*complaints, sep="\n")
    return 1 if complaints else 0


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make speed", description=__doc__)
    parser.add_argument("articles", type=int, nargs="*", default=[1_000, 100_000])
    return parser.parse_args()


def measured(count: int) -> Iterator[str]:
    """A database of its own, its figures, and what is wrong with them."""
    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        before = stored()
        text = newsroom.fill(count)
        started = time.perf_counter()
        rebuild(lambda done, total: None)
        seconds = time.perf_counter() - started
        size = stored() - before
        print(f"\n{connection.vendor}, {count:,} articles, {text / 1e6:.1f} MB of text")
        print(f"index: {size / 1e6:.1f} MB, {size / text:.2f} of the text; written anew in {seconds:.0f} s")
        if size > 2 * text:
            yield f"{count:,} articles: the index is {size / text:.2f} of the text"
        yield from timed(count)
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


def timed(count: int) -> Iterator[str]:
    print(f"{'milliseconds':24}{'median':>9}{'p95':>9}{'longest':>9}{'found':>9}")
    every: list[float] = []
    for kind, ask in asked(count).items():
        ask(0)  # what is read once per process is no question's own
        took, found = [], 0
        for number in range(TIMES):
            started = time.perf_counter()
            found = ask(number)
            took.append((time.perf_counter() - started) * 1000)
        every += took if "key" not in kind else []
        p95 = statistics.quantiles(took, n=20)[-1]
        print(f"{kind:24}{statistics.median(took):>9.1f}{p95:>9.1f}{max(took):>9.1f}{found:>9}")
    print(f"{'all questions':24}{statistics.median(every):>9.1f}{statistics.quantiles(every, n=20)[-1]:>9.1f}")
    if statistics.median(every) > AIM[connection.vendor]:
        yield f"{count:,} articles: the median is above {AIM[connection.vendor]} ms"


def asked(count: int) -> dict[str, Callable[[int], int]]:
    random = Random(7)
    rare = [word for language in ("en", "ru") for word in random.sample(newsroom.rare_words(language), TIMES)]
    keys = [random.randrange(count) for _ in range(TIMES)]
    return {
        "a row by its key": lambda n: len(Article.objects.filter(slug=f"article-{keys[n]}")),
        "rare word": lambda n: found(rare[n]),
        "common word": lambda n: found(COMMON[n % len(COMMON)]),
        "two common words": lambda n: found(PAIRS[n % len(PAIRS)]),
        "common and rare word": lambda n: found(f"{COMMON[n % 3]} {rare[n]}"),
        "misspelt common word": lambda n: found(slipped(COMMON[n % len(COMMON)], n)),
        "misspelt rare word": lambda n: found(slipped(rare[n], n)),
        "question": lambda n: found(QUESTIONS[n % len(QUESTIONS)]),
        "page 50 of a common word": lambda n: found(COMMON[n % len(COMMON)], offset=980),
        "newest with a common word": lambda n: found(COMMON[n % len(COMMON)], sort="date"),
        "first letters of a word": lambda n: len(search.suggest(rare[n][:4], language="ru" if n >= TIMES else "en")),
    }


def found(text: str, **options) -> int:
    results = search.query(text, language="en" if text[-1].isascii() else "ru", **options)
    return results.total


def slipped(word: str, number: int) -> str:
    """With two letters swapped."""
    at = 1 + number % (len(word) - 3)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def stored() -> int:
    """Bytes of the index on the disk."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT SUM(pg_total_relation_size(name)) FROM unnest(%s) AS name", [list(TABLES)])
        else:
            names = " OR ".join(f"name LIKE '{table}%'" for table in TABLES)
            cursor.execute(f"SELECT COALESCE(SUM(pgsize), 0) FROM dbstat WHERE {names}")
        return int(cursor.fetchone()[0])


if __name__ == "__main__":
    sys.exit(main())
