"""Articles as many as one wants, the same each time: words of real texts, as often as there, and rare ones."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random

from news.models import Article
from opendoors.content.publishing import State
from tests.search.documents import records

BATCH = 1000
LENGTH = 300  # words of a text
RARE = 40_000  # made-up words, one of fifty that are written
SYLLABLES = {
    "en": "bacodifugehainjokalumenooraqurresotiumvawixeyozu",
    "ru": "бавогадежизуинкаломенуорпарусетиуфхоцичешаэмютяр",
}
NEWEST = datetime(2026, 11, 1, tzinfo=UTC)


def words_of(language: str) -> list[str]:
    """As they stand in the articles that search is judged by."""
    texts = [text for record in records("articles-*.txt") for text in "\n".join(record.lines).split("--- ")]
    return [word for text in texts if text.startswith(language) for word in text.split()[1:]]


def rare_words(language: str) -> list[str]:
    random = Random(language)
    syllables = [SYLLABLES[language][at : at + 2] for at in range(0, len(SYLLABLES[language]), 2)]
    return ["".join(random.choices(syllables, k=4)) for _ in range(RARE)]


def fill(count: int) -> int:
    """Writes that many public articles, half of them in Russian. Returns how many bytes of text they have."""
    random, size = Random(2026), 0
    real = {language: words_of(language) for language in SYLLABLES}
    rare = {language: rare_words(language) for language in SYLLABLES}
    for start in range(0, count, BATCH):
        rows = list(_articles(random, range(start, min(start + BATCH, count)), real, rare, count))
        Article.objects.bulk_create(rows)
        size += sum(len(f"{row.title}{row.lead}{row.body}".encode()) for row in rows)
    return size


def _articles(
    random: Random, numbers: range, real: dict[str, list[str]], rare: dict[str, list[str]], count: int
) -> Iterator[Article]:
    for number in numbers:
        language = "en" if number % 2 else "ru"

        def some(length: int, language: str = language) -> str:
            words = random.choices(real[language], k=length)
            return " ".join(random.choice(rare[language]) if random.random() < 0.02 else word for word in words)

        yield Article(
            language=language,
            title=some(9)[:200].capitalize(),
            slug=f"article-{number}",
            lead=some(20)[:500],
            body="".join(f"<p>{some(LENGTH // 6)}</p>" for _ in range(6)),
            state=State.PUBLIC,
            publish_at=NEWEST - timedelta(hours=count - number),
        )
