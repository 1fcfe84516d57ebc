"""`python -m bench.recognition`: how many of the demo's partners are recognised, and how long a long article takes.

The register has 5,000 universities, 2,000 laboratories and 20,000 agreements.
"""

import time
from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser
from django.db import connection

from opendoors.content.richtext import blocks
from opendoors.demo import texts
from partners.models import Agreement, Laboratory, University
from partners.recognition import recognise
from tests.news.test_recognition_demo import compared, load

WORDS = 3_000


def main() -> None:
    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        load()
        named, missed, invented = compared()
        print(f"Demo articles name {named} partners; found {1 - len(missed) / named:.1%}, invented {len(invented)}")
        print("Missed:", *(f"{slug} in {article}" for article, slug in missed))
        fill(5_000, 2_000, 20_000)
        text = article()
        print(f"{len(text.split())} words, {connection.vendor}, milliseconds:")
        timed("first in a process", lambda: recognise(text, AnonymousUser()))
        timed("then", lambda: recognise(text, AnonymousUser()))
        for model in (University, Laboratory, Agreement):
            model.objects.latest_entered()[0].save()
            timed(f"after a change of one {model._meta.verbose_name}", lambda: recognise(text, AnonymousUser()))
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


def fill(universities: int, laboratories: int, agreements: int) -> None:
    common = {"is_published": True}
    rows = University.objects.bulk_create(
        University(
            slug=f"u{n}",
            name_en=f"Riverside University number {n}",
            name_ru=f"Приречный университет номер {n}",
            acronym=f"RU{n}",
            aliases=[f"Riverside {n}"],
            country="RU",
            **common,
        )
        for n in range(universities)
    )
    Laboratory.objects.bulk_create(
        Laboratory(
            slug=f"l{n}",
            name_en=f"International Laboratory of Deep Water and Currents number {n}",
            name_ru=f"Международная лаборатория глубоких вод и течений номер {n}",
            host=rows[n],
            **common,
        )
        for n in range(laboratories)
    )
    Agreement.objects.bulk_create(
        Agreement(
            slug=f"a{n}",
            title_en=f"Agreement on the exchange of poets and rivers number {n}",
            title_ru=f"Соглашение об обмене поэтами и реками номер {n}",
            **common,
        )
        for n in range(agreements)
    )


def article() -> str:
    """The demo's articles to so many words, and names of the large register."""
    demo = " ".join(blocks(text.body) for story in texts.stories() for text in story.texts)
    names = "с Приречным университетом номер 7, RU70, the Agreement on the exchange of poets and rivers number 700"
    return " ".join([*demo.split()[:WORDS], names])


def timed(what: str, act: Callable[[], object]) -> None:
    started = time.perf_counter()
    act()
    print(f"  {what:40}{(time.perf_counter() - started) * 1000:8.0f}")


if __name__ == "__main__":
    main()
