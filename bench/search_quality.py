"""`make quality`: how well the search answers the judged queries of `tests/search`, by kind of query.

With --final also the queries that are held out: for the last table, never for tuning.
"""

import argparse
from collections.abc import Callable, Iterable
from statistics import mean

from django.db import connection

from bench.search_baselines import baselines
from tests.search.measures import ndcg, success
from tests.search.ours import Ours, load_indexed
from tests.search.queries import Query, for_tuning, held_out

System = Callable[[Query], list[str]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--final", action="store_true", help="ask the held-out queries too")
    parser.add_argument("--each", action="store_true", help="print what each query of the first table scores")
    options = parser.parse_args()
    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        rows = load_indexed()
        systems = {"ours": Ours(rows), **baselines(rows)}
        show("Queries for tuning", for_tuning(), systems)
        if options.each:
            show_each(for_tuning(), systems["ours"])
        if options.final:
            show("Queries held out", held_out(), systems)
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


def show(title: str, queries: list[Query], systems: dict[str, System]) -> None:
    answers = {name: {query: system(query) for query in queries} for name, system in systems.items()}
    print(f"\n{title}, {connection.vendor}: nDCG@10 and success@3")
    print(f"{'':18}{'queries':>8}", *(f"{name:>14}" for name in systems))
    for kind in dict.fromkeys(query.kind for query in queries):
        show_row(kind, [query for query in queries if query.kind == kind], answers)
    show_row("all", queries, answers)


def show_row(title: str, queries: list[Query], answers: dict[str, dict[Query, list[str]]]) -> None:
    print(f"{title:18}{len(queries):>8}", *(f"{scores(queries, found):>14}" for found in answers.values()))


def scores(queries: Iterable[Query], found: dict[Query, list[str]]) -> str:
    both = (mean(measure(found[query], query.grades) for query in queries) for measure in (ndcg, success))
    return "  ".join(f"{score:.3f}" for score in both)


def show_each(queries: list[Query], system: System) -> None:
    answers = {query: system(query) for query in queries}
    for query, found in sorted(answers.items(), key=lambda answer: ndcg(answer[1], answer[0].grades)):
        graded = " ".join(f"{key}:{query.grades.get(key, 0)}" for key in found)
        print(f"{ndcg(found, query.grades):.3f}  {query.number:3} {query.kind:16}{query.text}  →  {graded}")


if __name__ == "__main__":
    main()
