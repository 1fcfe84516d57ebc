"""Stylesheets are written one file per component and delivered joined: few requests, better compressed than apart.

Every public page loads `site.css` and nothing else: the second page that somebody opens has its styles already. The
order of the parts is the order of the cascade. Templates link the joined name; `collectstatic` and the development
server join anew whenever they are asked, so there is no build step to forget.
"""

import re
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

PARTS_IN = Path(__file__).parent / "static" / "css"
JOINED_IN = settings.BASE_DIR / "var" / "stylesheets"
JOINED = {
    "css/site.css": (
        "tokens fonts base links layout header switcher footer card cards arch pagination picture table notice badge "
        "partner-card browse article prose figure home deadlines numbers standing follow "
        "register short-rows parts filters chips counts record map places drawing data countries search found"
    ),
    "css/desk.css": (
        "tokens fonts admin-skin admin editing history compare translating clashes keeping gate preview guests "
        "visibility reviewing first-page corrections visits admin-register admin-search"
    ),
    "css/text.css": "tokens fonts links prose figure picture table text-area",
}
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
SPACES = re.compile(r"\s+")
NEEDLESS = re.compile(r" ?([{};,>]) ?|(?<=:) ")  # no string of ours holds one of these beside a space


class JoinedStylesheets(BaseFinder):
    def __init__(self, *args, **kwargs):
        self.storage = FileSystemStorage(location=JOINED_IN)
        super().__init__(*args, **kwargs)

    def check(self, **kwargs):
        return []

    def find(self, path, find_all=False, **kwargs):
        if path not in JOINED:
            return []
        written = str(self._join(path))
        return [written] if find_all else written

    def list(self, ignore_patterns):
        for path in JOINED:
            self._join(path)
            yield path, self.storage

    def _join(self, path: str) -> Path:
        """Write one joined stylesheet; replaced in one step, because another process may be reading it."""
        target = JOINED_IN / path
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = target.with_suffix(".part")
        draft.write_text(joined(path), encoding="utf-8")
        draft.replace(target)
        return target


def joined(path: str) -> str:
    """The text of one joined stylesheet, without its comments and the spaces that only people need."""
    parts = [PARTS_IN / f"{name}.css" for name in JOINED[path].split()]
    text = COMMENT.sub("", "".join(part.read_text(encoding="utf-8") for part in parts))
    return NEEDLESS.sub(r"\1", SPACES.sub(" ", text)).replace(";}", "}").strip()
