"""The rules of the house as plain functions: each takes a Source and yields what breaks the rule in it.

`test_architecture.py` runs them over the project, and over a small sample each that must not pass.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath


@dataclass(frozen=True)
class Source:
    path: str  # relative to the project, with slashes
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @cached_property
    def parts(self) -> tuple[str, ...]:
        return PurePosixPath(self.path).parts

    @property
    def name(self) -> str:
        return self.parts[-1]


Offences = Iterator[str]


def at(node: ast.AST, message: str) -> str:
    return f"line {node.lineno}: {message}"


# ---- Imports point down ---------------------------------------------------------------------------------------------

# The first prefix that fits a file decides what of the project it may import.
ARROWS = (
    ("opendoors/content/", ("opendoors.content",)),
    ("opendoors/pages/", ("opendoors.content", "opendoors.pages")),
    ("partners/", ("opendoors.content", "partners")),
    ("news/", ("opendoors.content", "partners", "news")),
    ("opendoors/", ("opendoors", "partners", "news")),
    ("tests/", ("opendoors", "partners", "news", "tests")),
    ("bench/", ("opendoors", "partners", "news", "tests", "bench")),
)
OURS = ("opendoors", "partners", "news", "tests", "bench")


def within(module: str, package: str) -> bool:
    return module == package or module.startswith(package + ".")


def imports(tree: ast.AST) -> Iterator[tuple[ast.stmt, str]]:
    """Each imported name in full: `from a import b` is `a.b`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node, f"{node.module}.{alias.name}") for alias in node.names)


def arrows(source: Source) -> Offences:
    allowed = next((allowed for prefix, allowed in ARROWS if source.path.startswith(prefix)), OURS)
    for node, module in imports(source.tree):
        if isinstance(node, ast.ImportFrom) and node.level:
            yield at(node, "a relative import hides which way it points")
        elif module.partition(".")[0] in OURS and not any(within(module, package) for package in allowed):
            yield at(node, f"may not import {module}")
    forbidden = [package for package in ("partners", "news") if package not in allowed]
    for node in ast.walk(source.tree):
        text = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
        if any(re.fullmatch(rf"{package}\.[A-Z]\w*", text) for package in forbidden):
            yield at(node, f"may not point at {text}")


def partners_never_say_news(source: Source) -> Offences:
    if source.path.startswith("partners/"):
        for number, line in enumerate(source.text.splitlines(), 1):
            if re.search(r"(?<![a-z])news(?![a-z])", line, re.IGNORECASE):
                yield f"line {number}: says news"


def imports_at_the_top(source: Source) -> Offences:
    if source.path == "manage.py":  # must say what to do when Django is not installed
        return
    for function in functions(source.tree):
        for node in ast.walk(function):
            if isinstance(node, ast.Import | ast.ImportFrom):
                yield at(node, f"an import inside {function.name}()")


def module_names(source: Source) -> Offences:
    for part in (*source.parts[:-1], source.name.removesuffix(".py")):
        if part in {"utils", "util", "core", "common", "helpers", "base", "misc"}:
            yield f"{part} names no subject"


# ---- Budgets --------------------------------------------------------------------------------------------------------


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def file_budget(source: Source) -> int:
    if source.name == "urls.py":
        return 40
    if source.path.startswith("tests/"):
        return 450
    return {".py": 300, ".html": 120, ".css": 200, ".js": 150}[PurePosixPath(source.path).suffix]


def file_length(source: Source) -> Offences:
    lines, budget = source.text.count("\n"), file_budget(source)
    if lines > budget:
        yield f"{lines} lines, budget {budget}"


def function_length(source: Source) -> Offences:
    for node in functions(source.tree):
        budget = 25 if source.path.startswith("tests/") and node.name.startswith("test_") else 40
        lines = node.end_lineno - node.lineno + 1
        if lines > budget:
            yield at(node, f"{node.name}() has {lines} lines, budget {budget}")


# ---- Python ---------------------------------------------------------------------------------------------------------


def is_wiring(source: Source) -> bool:
    """Whether the file shows things to people and so may not choose which rows."""
    stems = {"views", "feeds", "sitemaps", "templatetags"}
    if source.parts[0] == "tests":
        return False
    return bool(stems & {*source.parts[:-1], source.name.removesuffix(".py"), source.name[:-3].rpartition("_")[2]})


def no_query_in_wiring(source: Source) -> Offences:
    for node in ast.walk(source.tree) if is_wiring(source) else ():
        if isinstance(node, ast.Attribute) and node.attr in {"filter", "exclude", "order_by"}:
            if isinstance(node.value, ast.Name) and node.value.id == "register":  # a template library's decorator
                continue
            yield at(node, f".{node.attr} belongs into a queryset method")


def trusted_html(source: Source) -> Offences:
    if source.path == "opendoors/content/richtext/rendering.py":
        return
    for node in ast.walk(source.tree):
        name = getattr(node, "attr", None) or getattr(node, "id", None) or getattr(node, "name", None)
        if name in {"mark_safe", "SafeData", "__html__"}:
            yield at(node, f"{name} belongs into content/richtext/rendering.py")
        called = getattr(node.func, "id", getattr(node.func, "attr", "")) if isinstance(node, ast.Call) else ""
        if called in {"SafeString", "SafeText"}:  # as types they promise nothing false
            yield at(node, f"{called}() belongs into content/richtext/rendering.py")
        if called == "format_html" and not (node.args and isinstance(node.args[0], ast.Constant)):
            yield at(node, "format_html needs a literal first argument")


def no_signals(source: Source) -> Offences:
    if source.path == "opendoors/content/changes.py" or source.path.startswith("tests/"):
        return
    for node, module in imports(source.tree):
        if "signals" in module.split(".") or within(module, "django.dispatch"):
            yield at(node, f"{module}: call by name, or subscribe to content/changes.py")


def one_clock(source: Source) -> Offences:
    if source.path == "opendoors/content/clock.py" or source.path.startswith(("tests/", "bench/")):
        return
    asking = {"timezone": {"now"}, "datetime": {"now", "utcnow", "today"}, "date": {"today"}}
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute) and node.attr in asking.get(getattr(node.value, "id", ""), ()):
            yield at(node, f"{node.value.id}.{node.attr}: ask content/clock.py")
        if (
            isinstance(node, ast.Call)
            and not node.args
            and getattr(node.func, "attr", "") in {"localdate", "localtime"}
        ):
            yield at(node, f"{node.func.attr}() of now: ask content/clock.py")
    for node, module in imports(source.tree):
        if module in {"django.utils.timezone.now", "django.db.models.functions.Now"}:
            yield at(node, f"{module}: ask content/clock.py")


def no_inline_in_strings(source: Source) -> Offences:
    for node in ast.walk(source.tree) if not source.path.startswith("tests/") else ():
        text = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
        if re.search(r"<\w[^<>]*\s(style|on[a-z]+)\s*=", text):
            yield at(node, "an inline style or handler")


# The libraries of requirements-s3.in and what comes with them, as they are imported: one module needs them.
OPTIONAL = {"boto3", "botocore", "s3transfer", "storages"}
WITH_OPTIONAL = "opendoors/content/buckets.py"


def runtime_imports(source: Source, *, development: set[str]) -> Offences:
    """The site and the tests of the default pattern run with requirements.txt alone."""
    for node, module in imports(source.tree) if source.path != WITH_OPTIONAL else ():
        if module.partition(".")[0] in OPTIONAL or within(module, WITH_OPTIONAL[:-3].replace("/", ".")):
            yield at(node, f"{module} is installed by requirements-s3.txt only: name it in a setting")
    if source.path.startswith(("tests/browser/", "tests/parsers/", "tests/properties/", "bench/", "bin/")):
        return
    if source.name.startswith(("browse_", "hold_")):
        return
    for node, module in imports(source.tree):
        if module.partition(".")[0] in development:
            yield at(node, f"{module} is installed for development only")


# ---- Templates, styles, scripts -------------------------------------------------------------------------------------

TEMPLATE_SYNTAX = re.compile(r"{#.*?#}|{%\s*comment.*?endcomment\s*%}|{%.*?%}|{{.*?}}", re.DOTALL)


def found(pattern: str, text: str, message: str) -> Offences:
    for match in re.finditer(pattern, text, re.IGNORECASE | re.DOTALL):
        yield f"line {text.count(chr(10), 0, match.start()) + 1}: {message}"


def no_trust_in_templates(source: Source) -> Offences:
    yield from found(r"\|\s*safe(seq)?\b", source.text, "|safe")
    yield from found(r"{%\s*autoescape\s+off", source.text, "autoescape off")


# nginx serves these as files while the site cannot be asked: nothing else may be needed to show them.
STANDING_ALONE = ("templates/413.html", "templates/429.html", "templates/503.html")


def no_inline_in_templates(source: Source) -> Offences:
    # Template syntax may hold ">" and quotes; what it prints stands for itself.
    html = TEMPLATE_SYNTAX.sub(lambda match: "\n" * match[0].count("\n"), source.text)
    yield from found(r"<\w[^<>]*\sstyle\s*=", html, "an inline style")
    yield from found(r"<\w[^<>]*\son[a-z]+\s*=", html, "an inline handler")
    if source.path not in STANDING_ALONE:
        yield from found(r"<style\b", html, "a <style> element")
    yield from found(r"(href|src|action)\s*=\s*[\"']?\s*javascript:", html, "a javascript: address")
    data = r"type=[\"']application/(ld\+)?json[\"']"
    yield from found(rf"<script\b(?![^>]*(\ssrc=|{data}))[^>]*>", html, "a script with code")


def no_foreign_host_in_templates(source: Source) -> Offences:
    html = TEMPLATE_SYNTAX.sub("", source.text)
    # A plain link may lead anywhere; whatever the browser loads by itself may not.
    tag = r"<(?!a\s)\w[^<>]*\s(src|srcset|href|action|data|poster)\s*=\s*[\"']?\s*(https?:)?//"
    yield from found(tag, html, "loads from a foreign host")


def no_foreign_host_in_assets(source: Source) -> Offences:
    text = source.text.replace("http://www.w3.org/", "")  # XML namespaces are names
    yield from found(r"(url\(\s*[\"']?|[\"'`])(https?:)?//[a-z0-9]", text, "loads from a foreign host")


# ---- Everything that is text ----------------------------------------------------------------------------------------


def no_way_outside(source: Source) -> Offences:
    yield from found(re.escape("../" + "shared"), source.text, "points outside the project")


def reasons(source: Source) -> Offences:
    for number, line in enumerate(source.text.splitlines(), 1):
        if re.match(r"[A-Za-z]", line) and not re.search(r"\s#\s\S", line):
            yield f"line {number}: {line.split()[0]} has no reason beside it"


def no_index_addresses(source: Source) -> Offences:
    yield from found(r"^\s*--(?!hash=)|\w+://", re.sub(r"--hash=\S+", "", source.text), "an option or an address")
