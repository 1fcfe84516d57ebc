"""Where the old addresses of a file lead today: to an article or a standing page, in one step."""

from collections.abc import Iterable
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.urls import NoReverseMatch

from news.models import Article, OldAddress
from opendoors.content.addresses import Addressed, as_kept
from opendoors.content.gate import destinations
from opendoors.content.originals import LANGUAGES
from opendoors.content.publishing import State
from opendoors.old_addresses.reading import Line, Problem
from opendoors.pages.models import OldAddress as OldPageAddress
from opendoors.pages.models import Page

FORMER = {Article: OldAddress, Page: OldPageAddress}
LONGEST = OldAddress._meta.get_field("path").max_length
FILES = (settings.MEDIA_URL, settings.STATIC_URL)
Place = tuple[type[Addressed], str, str]  # kind, language, slug


class Refused(Exception):
    """Says what speaks against a line."""


class Leading:
    """`leads` says where each old address leads, once all lines were taken; `problems` what speaks against which."""

    def __init__(self, lines: Iterable[Line]):
        self.problems: list[Problem] = []
        self.repeated = 0
        self.leads: dict[str, Addressed] = {}
        self._contents = self._known()
        self._asked: dict[str, tuple[int, str]] = {}  # from an old address to its line and where that says it leads
        for line in lines:
            self._take(line)
        self._refuse_live()
        for key, (number, _target) in self._asked.items():
            try:
                self.leads[key] = self._content(key)
            except Refused as refusal:
                self.problems.append(Problem(number, str(refusal)))

    def _known(self) -> dict[Place, Addressed]:
        return {
            (model, content.language, content.slug): content
            for model in FORMER
            for content in model.objects.not_in_bin().for_old_addresses()
        }

    def _take(self, line: Line) -> None:
        try:
            key, target = self._read(line.cells)
            known = self._asked.setdefault(key, (line.number, target))
            if known[1] != target:
                raise Refused(f"{key} leads elsewhere on line {known[0]}")
            self.repeated += known[0] != line.number
        except Refused as refusal:
            self.problems.append(Problem(line.number, str(refusal)))

    def _read(self, cells: list[str]) -> tuple[str, str]:
        """The old address as it is kept, and the path of its target."""
        old, target, language, *more = [*cells, "", "", ""]
        if any(more):
            raise Refused("more than three columns")
        try:
            key = as_kept(old)
        except ValueError:
            raise Refused(f"{old or 'nothing'} is no address: begin with https:// or with /") from None
        if len(key) > LONGEST:
            raise Refused(f"an address of more than {LONGEST} characters")
        return key, self._path(target, language)

    def _path(self, target: str, language: str) -> str:
        if not target:
            raise Refused("says not where it leads")
        if "/" in target:
            if destinations.own_path(target) is None:
                raise Refused(f"{target} is not on this site")
            try:
                return as_kept(target)
            except ValueError:
                raise Refused(f"{target} is no address: begin with https:// or with /") from None
        if language not in LANGUAGES:
            raise Refused(f"{language or 'no language'} stands where the article's language is: {', '.join(LANGUAGES)}")
        try:
            return as_kept(Article(language=language, slug=unquote(target)).get_absolute_url())
        except NoReverseMatch:
            raise Refused(f"{target} is no article's address") from None

    def _refuse_live(self) -> None:
        paths = {key: key.partition("?")[0] for key in self._asked}
        pages = {path: destinations.page_at(path) for path in paths.values()}
        lost = destinations.missing({path: page for path, page in pages.items() if page})
        for key, path in paths.items():
            page = pages[path]
            withdrawn = self._at(path)
            if path.startswith(FILES):
                words = f"{key} is the address of a file, which is not led on"
            elif page and path not in lost:
                words = f"{key} is an address of today"
            elif withdrawn and withdrawn.state == State.WITHDRAWN:
                words = f"{key} is the address of what was withdrawn, and says so"
            else:
                continue
            self.problems.append(Problem(self._asked.pop(key)[0], words))

    def _content(self, key: str) -> Addressed:
        """Follows old addresses, those of the file first, to where the last one leads."""
        seen = [key]
        while True:
            target = self._asked[seen[-1]][1]
            if target in seen:
                raise Refused(f"goes in a circle: {' → '.join([*seen, target])}")
            if target not in self._asked:
                return self._end(target)
            seen.append(target)

    def _end(self, target: str) -> Addressed:
        content = self._at(target.partition("?")[0]) or self._formerly(target)
        if content is None:
            raise Refused(f"{target} is neither an article nor a standing page")
        return content

    def _at(self, path: str) -> Addressed | None:
        page = destinations.page_at(path)
        model = {kind.view: kind for kind in FORMER}.get(page.view if page else "")
        return self._contents.get((model, page.language, page.arguments["slug"])) if model else None

    def _formerly(self, target: str) -> Addressed | None:
        parts = urlsplit(target)
        rows = (former.objects.for_address(parts.path, parts.query) for former in FORMER.values())
        contents = [row.content for row in rows if row]
        return next((content for content in contents if content.deleted_at is None), None)
