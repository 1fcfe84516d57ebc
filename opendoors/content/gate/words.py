"""Rules about what a text says: what is missing, left over, too long or in the wrong script."""

import re
from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import gettext as _

from opendoors.content.gate.findings import Finding, Spot, quoted
from opendoors.content.gate.manuscript import Manuscript

# What stands where something is still to be written, in capitals as people write it. «ТК РФ» is a law, «ст. 57 ТК»
# quotes one; www.example.TK is an address. None of these looks at the same characters twice.
_PLACEHOLDER = re.compile(
    r"\?{3,}"
    r"|(?<![\w@/-])(?<!\w\.)(?:(?:TK)+|TBD|TODO|FIXME|Lorem ipsum)(?![\w-])"
    r"|(?<![\w@/-])(?<!ст\. )(?<!\d )(?:ТК)+(?![\w-])(?!\s(?:РФ|РСФСР|ЕАЭС|ТС|РК|РБ)\b)"
)
_AROUND = 30  # characters quoted on either side
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
_CYRILLIC = re.compile(r"[Ѐ-ӿ]")
SCRIPTS = {"en": (_LATIN, _CYRILLIC), "ru": (_CYRILLIC, _LATIN)}
ENOUGH = 40  # letters in a paragraph
ENOUGH_IN_LINE = 25  # letters in a title or lead
_SOURCE_LINE = re.compile(
    r"(?:source|источник|original(?:ly published)?|оригинал|по материалам)\s*[:：—–-]", re.IGNORECASE
)


def lead(manuscript: Manuscript) -> Iterator[Finding]:
    name = manuscript.outline.lead
    if name and not manuscript.value(name).strip():
        yield Finding("lead", name, _("It is empty."))


def title_length(manuscript: Manuscript) -> Iterator[Finding]:
    name, most = manuscript.outline.title, settings.PUBLISH_TITLE_LENGTH
    title = manuscript.value(name)
    if len(title) > most:
        told = _("It has %(count)d characters; more than %(most)d are cut off in search results and messages.")
        words = quoted(title)
        yield Finding("title-length", name, told % {"count": len(title), "most": most}, words=words, about=title)


def placeholder(manuscript: Manuscript) -> Iterator[Finding]:
    for name, text in manuscript.lines:
        for found in _PLACEHOLDER.finditer(text):
            yield _left_over(name, text, found, None)
    for prose in manuscript.prose:
        for passage in prose.passages:
            for found in _PLACEHOLDER.finditer(passage.text):
                within = _window(passage.text, found)
                yield _left_over(prose.place, passage.text, found, Spot(words=found[0], within=within))
        for number, node in enumerate(prose.with_tags("img")):
            for found in _PLACEHOLDER.finditer(node.attributes.get("alt", "")):
                yield _left_over(prose.place, node.attributes["alt"], found, Spot("img", number))


def _left_over(place: str, text: str, found: re.Match, spot: Spot | None) -> Finding:
    told = _("“%(mark)s” stands for something still to be written.") % {"mark": found[0][:20]}
    return Finding("placeholder", place, told, words=quoted(_window(text, found)), spot=spot)


def _window(text: str, found: re.Match) -> str:
    """The mark with whole words around it."""
    start, end = max(found.start() - _AROUND, 0), min(found.end() + _AROUND, len(text))
    before, after = text[start : found.start()], text[found.end() : end]
    if start:
        before = before.partition(" ")[2]
    if end < len(text):
        after = after.rpartition(" ")[0]
    return " ".join(f"{before}{found[0][:20]}{after}".split())


def script(manuscript: Manuscript) -> Iterator[Finding]:
    """Its paragraphs are in the letters of its language. Names and quotations among them are fine."""
    scripts = SCRIPTS.get(manuscript.language)
    if scripts is None:
        return
    for name in (manuscript.outline.title, manuscript.outline.lead):
        text = manuscript.value(name)
        own, other = _letters(text, scripts)
        # A title may be little more than a name: only one with next to nothing of its own language is told.
        if own + other >= ENOUGH_IN_LINE and own * 5 < other:
            yield Finding("script", name, _in_wrong_script(manuscript), words=quoted(text), about=text)
    for prose in manuscript.prose:
        for passage in prose.passages:
            own, other = _letters(passage.own, scripts)
            if own + other >= ENOUGH and own < other:
                spot = Spot(words=passage.text[:60].strip())
                told = _in_wrong_script(manuscript)
                yield Finding("script", prose.place, told, words=quoted(passage.text), about=passage.text, spot=spot)


def _letters(text: str, scripts: tuple[re.Pattern, re.Pattern]) -> tuple[int, int]:
    """How many there are of either. Addresses are no words."""
    prose = " ".join(word for word in text.split() if "://" not in word and "@" not in word and "www." not in word)
    own, other = (len(letters.findall(prose)) for letters in scripts)
    return own, other


def _in_wrong_script(manuscript: Manuscript) -> str:
    if manuscript.language == "ru":
        return _("The text is Russian, but these words are mostly in Latin letters.")
    return _("The text is English, but these words are mostly in Cyrillic letters.")


def source(manuscript: Manuscript) -> Iterator[Finding]:
    """A repost names its source and links to it. It is one once it does either, or has a line “Source: …”."""
    if not manuscript.outline.source:
        return
    name, address = manuscript.outline.source
    named, linked = manuscript.value(name).strip(), manuscript.value(address).strip()
    if named and not linked:
        yield Finding("source", address, _("The source is named, but its address is missing."), words=quoted(named))
    elif linked and not named:
        yield Finding("source", name, _("The address of the source is given, but not its name."), words=quoted(linked))
    elif not named:
        for prose in manuscript.prose:
            for passage in prose.passages:
                if _SOURCE_LINE.match(passage.text):
                    told = _("The text names its source in a line of its own; the fields for the source are empty.")
                    words = quoted(passage.text)
                    yield Finding("source", name, told, words=words, spot=None)
