"""Message catalogues: `write` collects the strings and compiles, `check` tells whether that is needed.

Checked: every string of the code stands in both catalogues and no other does, Russian lacks no translation and holds no
guess ("fuzzy"), placeholders are kept, and each .mo is what its .po compiles to. English is the source: its catalogue
may leave translations empty. Needs Debian's gettext.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("en", "ru")
ELSEWHERE = {".git", ".venv", ".ruff_cache", "__pycache__", "var", "tests", "bench", "node_modules"}
SHOWN = 20
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w*\}")

Entries = dict[tuple[str, str, str], polib.POEntry]


def collect(root: Path) -> None:
    """Bring the catalogues of `root` up to date, in place."""
    languages = [argument for code in LANGUAGES for argument in ("--locale", code)]
    ignored = [argument for name in sorted(ELSEWHERE) for argument in ("--ignore", name)]
    for domain in ("django", "djangojs"):
        command = ["manage.py", "makemessages", "--domain", domain, *languages, *ignored, "--verbosity", "0"]
        style = ["--no-wrap", "--no-obsolete", "--add-location", "file"]
        # The settings demand a key even where nothing is signed.
        environment = {"PATH": "/usr/local/bin:/usr/bin:/bin", "SECRET_KEY": "none", "DEBUG": "on", "LC_ALL": "C.UTF-8"}
        subprocess.run([sys.executable, *command, *style], cwd=root, env=environment, check=True)


def catalogues(root: Path) -> list[Path]:
    return sorted(path for code in LANGUAGES for path in (root / "locale" / code).rglob("*.po"))


def entries(path: Path) -> Entries:
    found = polib.pofile(str(path)) if path.exists() else []
    return {(entry.msgctxt or "", entry.msgid, entry.msgid_plural): entry for entry in found if not entry.obsolete}


def write() -> list[str]:
    for code in LANGUAGES:
        (ROOT / "locale" / code).mkdir(parents=True, exist_ok=True)
    collect(ROOT)
    for path in catalogues(ROOT):
        polib.pofile(str(path)).save_as_mofile(str(path.with_suffix(".mo")))
    return []


def check() -> list[str]:
    faults = []
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy"
        shutil.copytree(ROOT, copy, ignore=lambda _folder, names: ELSEWHERE & {*names} | {".env"} & {*names})
        for code in LANGUAGES:
            (copy / "locale" / code).mkdir(parents=True, exist_ok=True)
        collect(copy)
        for fresh in catalogues(copy):
            faults += stale(fresh.relative_to(copy), entries(fresh))
    for path in catalogues(ROOT):
        name, kept = path.relative_to(ROOT), entries(path)
        if path.parts[-3] != "en":
            faults += [f"{name}: {fault}" for entry in kept.values() for fault in untranslated(entry)]
        if texts(translated(kept)) != texts(entries_of_mo(path.with_suffix(".mo"))):
            faults.append(f"{path.with_suffix('.mo').relative_to(ROOT)} is not what {name} compiles to")
    return faults


def stale(name: Path, fresh: Entries) -> list[str]:
    kept = entries(ROOT / name)
    return [
        *(f"{name}: lacks {identity[1]!r}" for identity in fresh.keys() - kept.keys()),
        *(f"{name}: nothing says {identity[1]!r} any more" for identity in kept.keys() - fresh.keys()),
    ]


def untranslated(entry: polib.POEntry) -> list[str]:
    if entry.fuzzy:
        return [f"a guess (fuzzy): {entry.msgid!r}"]
    if not entry.translated():
        return [f"no translation: {entry.msgid!r}"]
    wanted = {*PLACEHOLDER.findall(entry.msgid), *PLACEHOLDER.findall(entry.msgid_plural)}
    texts = [entry.msgstr, *entry.msgstr_plural.values()]
    given = {found for text in texts for found in PLACEHOLDER.findall(text)}
    return [] if wanted == given else [f"other placeholders: {entry.msgid!r}"]


def entries_of_mo(path: Path) -> dict[tuple[str, str, str], polib.MOEntry]:
    found = polib.mofile(str(path)) if path.exists() else []
    return {(entry.msgctxt or "", entry.msgid, entry.msgid_plural or ""): entry for entry in found}


def translated(known: Entries) -> Entries:
    """What goes into a .mo."""
    return {identity: entry for identity, entry in known.items() if entry.translated() and not entry.fuzzy}


def texts(known: dict) -> dict:
    return {identity: (entry.msgstr, entry.msgstr_plural) for identity, entry in known.items()}


if __name__ == "__main__":
    if sys.argv[1:] not in (["check"], ["write"]):
        sys.exit("usage: bin/messages.py check|write")
    if not shutil.which("xgettext"):
        sys.exit("GNU gettext is needed (Debian: apt-get install gettext).")
    found = check() if sys.argv[1] == "check" else write()
    if found:
        more = f"Catalogues: {len(found)} faults (the first are above); `make messages` collects the strings."
        sys.exit("\n".join([*found[:SHOWN], more]))
    print("Catalogues: complete and fresh." if sys.argv[1] == "check" else "Catalogues written.")
