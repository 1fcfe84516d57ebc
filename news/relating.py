"""Which articles have something in common with another one: what they are linked to, then words of title and lead.

Each is one query for a bounded number of rows, however many articles there are; the rest is counting.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from math import log

from django.db.models import Model, Value

from news.models import Article, ArticleQuerySet

WEIGHTS = {"laboratories": 9, "agreements": 9, "universities": 3, "topics": 1}
LINKS = 500  # shared links that are weighed, of laboratories and agreements first
RECENT = 500  # so many of the newest share topics: the common ones have thousands of articles
COMPARED = 100  # of the newest, whose words are compared
FEWEST_WORDS = 2  # that relate two articles: one alone may be chance
_WORD = re.compile(r"[^\W\d_]{5,}")

Links = Mapping[str, Iterable[Model]]  # by the names of WEIGHTS


def links_of(article: Article) -> Links:
    """What readers are told of."""
    partners = ("laboratories", "agreements", "universities")
    return {"topics": article.topics.all(), **{name: getattr(article, name).published() for name in partners}}


def by_links(links: Links, articles: ArticleQuerySet) -> list[int]:
    """Keys of those that share something, the closest first: what few share says more than what many do."""
    rows = _sharing(links, articles)
    sharing = Counter((kind, link) for kind, link, _key, _moment in rows)
    weights = list(WEIGHTS.values())
    scores: dict[int, float] = defaultdict(float)
    for kind, link, key, _moment in sorted(rows, key=lambda row: (row[3], row[2]), reverse=True):
        scores[key] += weights[kind] / (1 + log(sharing[kind, link]))
    return sorted(scores, key=lambda key: -scores[key])  # of equals the newest, which came first


def _sharing(links: Links, articles: ArticleQuerySet) -> list[tuple]:
    """Kind of link, link, article and its moment."""
    parts = []
    for kind, relation in enumerate(WEIGHTS):
        keys = [row.pk for row in links[relation]]
        if keys:
            among = articles.among(articles.newest_first()[:RECENT]) if relation == "topics" else articles
            rows = among.order_by().linked_to(relation, keys).annotate(kind=Value(kind))
            parts.append(rows.values_list("kind", "link", "pk", "publish_at"))
    if not parts:
        return []
    first, *others = parts
    return list(first.union(*others, all=True).order_by("kind", "-publish_at", "-pk")[:LINKS])


def by_words(article: Article, articles: ArticleQuerySet) -> list[int]:
    """Keys of those of the newest that share telling words: words that few of them have."""
    own = _stems(article.title, article.lead)
    rows = articles.newest_first().values_list("pk", "title", "lead")[:COMPARED]
    shared = {key: own & _stems(title, lead) for key, title, lead in rows}
    having = Counter(stem for stems in shared.values() for stem in stems)
    few = max(2, len(shared) // 10)
    telling = {key: [stem for stem in stems if having[stem] <= few] for key, stems in shared.items()}
    close = [key for key, stems in telling.items() if len(stems) >= FEWEST_WORDS]
    return sorted(close, key=lambda key: -sum(1 / having[stem] for stem in telling[key]))


def _stems(*texts: str) -> set[str]:
    """Their longer words without endings, roughly: the same for most forms of one word, in Russian too."""
    words = _WORD.findall(" ".join(texts).casefold().replace("ё", "е"))
    return {word[: max(4, min(7, len(word) - 2))] for word in words}
