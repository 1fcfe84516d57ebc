"""What tests of the search ask for."""

from opendoors.content import search


def titles(text, *, language="en", **options):
    return [shown(hit.title) for hit in search.query(text, language=language, limit=100, **options).hits]


def shown(parts):
    return "".join(part.text for part in parts)


def marked(parts):
    return [part.text for part in parts if part.is_match]


def counts(results, name):
    return {choice.value: choice.count for choice in results.facets[name]}
