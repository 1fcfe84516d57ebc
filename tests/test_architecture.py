import os
import re
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from django.conf import settings
from django.test import SimpleTestCase

from tests import house_rules
from tests.house_rules import Offences, Source

ROOT = Path(settings.BASE_DIR)
NOT_OURS = {".git", ".venv", "node_modules", ".ruff_cache", "__pycache__", "var", "locale", "vendor"}


@cache
def project() -> list[Path]:
    paths = []
    for folder, folders, names in os.walk(ROOT):
        folders[:] = sorted(set(folders) - NOT_OURS)
        paths += [Path(folder, name) for name in sorted(names)]
    return paths


def files(*patterns: str) -> list[Path]:
    return [path for path in project() if any(path.match(pattern) for pattern in patterns)]


@cache
def source(path: Path) -> Source:
    return Source(path.relative_to(ROOT).as_posix(), path.read_text("utf-8"))


def sources(*patterns: str) -> list[Source]:
    return [source(path) for path in files(*patterns)]


def development_modules() -> set[str]:
    lines = (ROOT / "requirements-dev.in").read_text("utf-8").splitlines()
    return {re.match(r"[\w-]+", line)[0].replace("-", "_") for line in lines if re.match(r"[a-z]", line)}


def sample(path: str, text: str) -> Source:
    return Source(path, text)


@dataclass
class Rule:
    check: Callable[[Source], Offences]
    patterns: tuple[str, ...]
    broken: list[Source]
    kept: list[Source]
    with_migrations: bool = False


MANY = "x = 1\n"
RULES = {
    "imports point down": Rule(
        house_rules.arrows,
        ("*.py",),
        broken=[
            sample("opendoors/content/clock.py", "import news"),
            sample("opendoors/content/clock.py", "from opendoors import roles"),
            sample("opendoors/content/models.py", "models.ForeignKey('news.Article')"),
            sample("opendoors/pages/views.py", "from partners.models import University"),
            sample("partners/models.py", "from news.models import Article"),
            sample("partners/admin.py", "from opendoors.roles import ROLES"),
            sample("news/views.py", "from opendoors.views import home"),
            sample("news/views.py", "from . import models"),
            sample("news/views.py", "from tests.factories import make_article"),
        ],
        kept=[
            sample("opendoors/content/desk.py", "from opendoors.content import clock\nimport nh3"),
            sample(
                "news/models.py", "from partners.models import University\nmodels.ForeignKey('partners.University')"
            ),
            sample("opendoors/views.py", "from news.models import Article"),
        ],
        with_migrations=True,
    ),
    "partners never say news": Rule(
        house_rules.partners_never_say_news,
        ("*.py",),
        broken=[sample("partners/views.py", "# as in the news\n"), sample("partners/views.py", "x = 'NEWS_PAGE'\n")],
        kept=[sample("partners/views.py", "newspaper = 1\n"), sample("news/views.py", "news = 1\n")],
        with_migrations=True,
    ),
    "imports stand at the top": Rule(
        house_rules.imports_at_the_top,
        ("*.py",),
        broken=[sample("news/views.py", "def view():\n    import json\n")],
        kept=[sample("news/views.py", "import json\n"), sample("manage.py", "def main():\n    import json\n")],
    ),
    "modules are named by subject": Rule(
        house_rules.module_names,
        ("*.py",),
        broken=[sample("news/utils.py", ""), sample("opendoors/core/clock.py", "")],
        kept=[sample("news/slugs.py", "")],
    ),
    "files keep their budget": Rule(
        house_rules.file_length,
        ("*.py", "*.html", "*.css", "*.js"),
        broken=[
            sample("news/models.py", MANY * 301),
            sample("news/urls.py", MANY * 41),
            sample("tests/news/test_views.py", MANY * 451),
            sample("templates/home.html", MANY * 121),
            sample("opendoors/static/css/layout.css", MANY * 201),
            sample("opendoors/static/js/menu.js", MANY * 151),
        ],
        kept=[sample("news/models.py", MANY * 300), sample("tests/news/test_views.py", MANY * 450)],
    ),
    "functions keep their budget": Rule(
        house_rules.function_length,
        ("*.py",),
        broken=[
            sample("news/views.py", "def view():\n" + "    x = 1\n" * 40),
            sample("tests/test_site.py", "class T:\n    def test_x(self):\n" + "        x = 1\n" * 25),
        ],
        kept=[sample("news/views.py", "def view():\n" + "    x = 1\n" * 39)],
    ),
    "views, feeds and tags choose no rows": Rule(
        house_rules.no_query_in_wiring,
        ("*.py",),
        broken=[
            sample("news/views.py", "Article.objects.filter(pk=1)"),
            sample("news/feeds.py", "articles.exclude(pk=1)"),
            sample("opendoors/sitemaps.py", "articles.order_by('pk')"),
            sample("news/templatetags/news.py", "Article.objects.filter(pk=1)"),
            sample("news/desk/upload_views.py", "Image.objects.filter(pk=1)"),
        ],
        kept=[
            sample("news/models.py", "self.filter(pk=1)"),
            sample("tests/news/test_feeds.py", "Article.objects.filter(pk=1)"),
            sample("news/templatetags/news.py", "@register.filter\ndef x(): pass"),
        ],
    ),
    "trust lives in one module": Rule(
        house_rules.trusted_html,
        ("*.py",),
        broken=[
            sample("news/views.py", "from django.utils.safestring import mark_safe"),
            sample("news/views.py", "safestring.mark_safe(x)"),
            sample("news/views.py", "SafeString(x)"),
            sample("news/views.py", "class X:\n    def __html__(self): pass"),
            sample("news/admin.py", "format_html(f'<b>{x}</b>')"),
            sample("news/admin.py", "html.format_html('<b>' + x)"),
        ],
        kept=[
            sample("opendoors/content/richtext/rendering.py", "mark_safe(x)"),
            sample("news/admin.py", "format_html('<b>{}</b>', x)"),
            sample("news/tags.py", "def text(x) -> SafeString: pass"),
        ],
    ),
    "no signals": Rule(
        house_rules.no_signals,
        ("*.py",),
        broken=[
            sample("news/apps.py", "from django.db.models.signals import post_save"),
            sample("news/apps.py", "from django.db.models import signals"),
            sample("news/apps.py", "from django.dispatch import receiver"),
        ],
        kept=[sample("opendoors/content/changes.py", "from django.db.models import signals")],
    ),
    "one clock": Rule(
        house_rules.one_clock,
        ("*.py",),
        broken=[
            sample("news/models.py", "timezone.now()"),
            sample("news/models.py", "models.DateTimeField(default=timezone.now)"),
            sample("news/models.py", "from django.utils.timezone import now"),
            sample("news/models.py", "date.today()"),
            sample("news/models.py", "timezone.localdate()"),
        ],
        kept=[
            sample("opendoors/content/clock.py", "timezone.now()"),
            sample("news/models.py", "timezone.localdate(clock.now())"),
        ],
    ),
    "no inline style in Python": Rule(
        house_rules.no_inline_in_strings,
        ("*.py",),
        broken=[sample("news/admin.py", "format_html('<img style=\"width: 1px\">')")],
        kept=[sample("news/admin.py", "format_html('<img class=\"small\">')")],
    ),
    "runtime libraries only": Rule(
        partial(house_rules.runtime_imports, development=development_modules()),
        ("*.py",),
        broken=[
            sample("tests/test_site.py", "from playwright.sync_api import Page"),
            sample("news/models.py", "import hypothesis"),
            sample("tests/serving/serve_s3.py", "from moto import mock_aws"),
            sample("opendoors/content/images.py", "from botocore.exceptions import ClientError"),
            sample("opendoors/stores.py", "from opendoors.content.buckets import PublicBucket"),
        ],
        kept=[
            sample("tests/browser/harness.py", "import playwright"),
            sample("tests/properties/hold_merging.py", "import hypothesis"),
            sample("tests/parsers/parse_exports.py", "import ical"),
            sample("news/models.py", "import nh3\nimport icalendar"),
            sample("opendoors/content/buckets.py", "from storages.backends.s3 import S3Storage\nimport boto3"),
        ],
    ),
    "templates trust nothing": Rule(
        house_rules.no_trust_in_templates,
        ("*.html",),
        broken=[sample("x.html", "{{ x|safe }}"), sample("x.html", "{% autoescape off %}")],
        kept=[sample("x.html", "{{ x|safely }} {{ is_safe }}")],
    ),
    "no inline style or script": Rule(
        house_rules.no_inline_in_templates,
        ("*.html",),
        broken=[
            sample("x.html", '<p\n  style="color: red">'),
            sample("x.html", '<a {% if x > 1 %}href="/"{% endif %} onclick="go()">'),
            sample("x.html", "<style>p {}</style>"),
            sample("x.html", "<script>go()</script>"),
            sample("x.html", "<script type='module'>go()</script>"),
            sample("x.html", '<a href="javascript:go()">'),
        ],
        kept=[
            sample("x.html", '<script src="{% static "js/x.js" %}" defer></script>'),
            sample("x.html", '<script type="application/ld+json">{}</script>'),
            sample("x.html", '<link rel="stylesheet" href="{{ x }}"><p data-style="x" class="one">'),
        ],
    ),
    "templates load nothing foreign": Rule(
        house_rules.no_foreign_host_in_templates,
        ("*.html",),
        broken=[
            sample("x.html", '<img src="https://example.org/x.png">'),
            sample("x.html", '<link rel="stylesheet" href="//example.org/x.css">'),
            sample("x.html", '<form action="http://example.org/">'),
        ],
        kept=[sample("x.html", '<a class="x" href="https://example.org/">x</a><img src="{{ x }}">')],
    ),
    "styles and scripts load nothing foreign": Rule(
        house_rules.no_foreign_host_in_assets,
        ("*.css", "*.js"),
        broken=[
            sample("x.css", "@import url(https://example.org/x.css);"),
            sample("x.css", '@font-face { src: url("//example.org/x.woff2") }'),
            sample("x.js", 'import x from "https://example.org/x.js";'),
        ],
        kept=[
            sample("x.css", "a { background: url(../img/x.svg) } // note"),
            sample("x.js", 'createElementNS("http://www.w3.org/2000/svg", "svg");'),
        ],
    ),
    "nothing points outside": Rule(
        house_rules.no_way_outside,
        ("*.py", "*.html", "*.md", "*.css", "*.js", "*.toml", "*.in", "*.txt", "Makefile", "run", "full"),
        broken=[sample("README.md", "see .." + "/shared/x.md")],
        kept=[sample("README.md", "a shared thing")],
        with_migrations=True,
    ),
    "direct dependencies have a reason": Rule(
        house_rules.reasons,
        ("requirements*.in",),
        broken=[sample("requirements.in", "django~=5.2\n")],
        kept=[sample("requirements.in", "# why\n-c requirements.txt\ndjango~=5.2  # the framework\n")],
    ),
    "locks name no index": Rule(
        house_rules.no_index_addresses,
        ("requirements*.txt",),
        broken=[
            sample("requirements.txt", "--index-url x\n"),
            sample("requirements.txt", "x @ https://example.org/x.whl\n"),
        ],
        kept=[sample("requirements.txt", "x==1 \\\n    --hash=sha256:00\n    # via y\n")],
    ),
}


class HouseRulesTests(SimpleTestCase):
    def test_the_project_keeps_every_rule(self):
        for title, rule in RULES.items():
            for source in sources(*rule.patterns):
                if "migrations" in source.parts and not rule.with_migrations:
                    continue
                with self.subTest(title, path=source.path):
                    self.assertEqual(list(rule.check(source)), [])

    def test_every_rule_tells_a_broken_sample_from_a_kept_one(self):
        for title, rule in RULES.items():
            self.assertTrue(rule.broken and rule.kept, title)
            for source in rule.broken:
                with self.subTest(title, broken=source.text[:80]):
                    self.assertTrue(list(rule.check(source)))
            for source in rule.kept:
                with self.subTest(title, kept=source.text[:80]):
                    self.assertEqual(list(rule.check(source)), [])

    def test_every_rule_finds_files_to_read(self):
        for title, rule in RULES.items():
            with self.subTest(title):
                self.assertTrue(sources(rule.patterns[0]) or rule.patterns[0] in {"*.css"})


class WarningsTests(SimpleTestCase):
    def test_a_warning_is_an_error(self):
        for category in (DeprecationWarning, RuntimeWarning, UserWarning):
            with self.subTest(category), self.assertRaises(category):
                warnings.warn("unheard", category, stacklevel=1)
