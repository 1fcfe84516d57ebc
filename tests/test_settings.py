import os
import re
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.test import SimpleTestCase

KEY = "a-key-for-one-test-that-is-long-enough-and-has-many-different-letters-0123456789"


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess:
    """Python as production starts it: no .env, and nothing of this machine's environment but `environment`."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "SYSTEMROOT") if name in os.environ}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=settings.BASE_DIR,
        env={**kept, "ENV_FILE": os.devnull, "DATABASE_URL": "sqlite://:memory:", **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess:
    return run("manage.py", *arguments, **environment)


class ProductionTests(SimpleTestCase):
    def test_refuses_to_start_without_a_key_and_says_so(self):
        answer = manage("check", ALLOWED_HOSTS="example.org")
        self.assertNotEqual(answer.returncode, 0)
        self.assertIn("Set SECRET_KEY in the environment", answer.stderr)

    def test_refuses_to_start_without_hosts_and_says_so(self):
        answer = manage("check", SECRET_KEY=KEY)
        self.assertNotEqual(answer.returncode, 0)
        self.assertIn("Set ALLOWED_HOSTS in the environment", answer.stderr)

    def test_names_both_when_both_are_missing(self):
        self.assertIn("Set SECRET_KEY and ALLOWED_HOSTS in", manage("check").stderr)

    def test_every_command_says_so_in_one_line(self):
        for command in ("makemigrations", "migrate", "shell"):
            with self.subTest(command):
                self.assertEqual(len(manage(command).stderr.splitlines()), 1)

    def test_deploy_check_has_nothing_to_say(self):
        answer = manage("check", "--deploy", "--fail-level", "WARNING", SECRET_KEY=KEY, ALLOWED_HOSTS="example.org")
        self.assertEqual(answer.returncode, 0, answer.stderr)

    def test_refuses_to_start_with_rules_that_make_no_sense_and_says_which(self):
        for rules, told in (
            ("alt=warn", "names no rule: alt."),
            ("lead=maybe", "not lead=maybe"),
            ("lead", "not lead="),
        ):
            with self.subTest(rules):
                answer = manage("check", SECRET_KEY=KEY, ALLOWED_HOSTS="example.org", PUBLISH_RULES=rules)
                self.assertNotEqual(answer.returncode, 0)
                self.assertIn(told, answer.stderr)
        answer = manage("check", SECRET_KEY=KEY, ALLOWED_HOSTS="example.org", PUBLISH_RULES="lead=off, alt-text = warn")
        self.assertEqual(answer.returncode, 0, answer.stderr)

    def test_refuses_to_start_with_an_address_of_the_site_that_is_none(self):
        for address in (
            "http://example.org",
            "https://example.com",
            "https://example.org/news",
            "https://a@example.org",
            "https://пример.example",
        ):
            with self.subTest(address):
                answer = manage("check", SECRET_KEY=KEY, ALLOWED_HOSTS="example.org,пример.example", SITE_URL=address)
                self.assertNotEqual(answer.returncode, 0)
                self.assertIn(f"not {address}.", answer.stderr)
        self.assertIn("not https://*.", manage("check", SECRET_KEY=KEY, ALLOWED_HOSTS="*").stderr)
        answer = manage("check", SECRET_KEY=KEY, ALLOWED_HOSTS="*", SITE_URL="https://example.org:8443/")
        self.assertEqual(answer.returncode, 0, answer.stderr)

    def test_refuses_to_start_with_half_of_the_buckets_and_says_so(self):
        for given in ({"S3_BUCKET": "a"}, {"S3_PRIVATE_BUCKET": "a"}, {"S3_BUCKET": "a", "S3_PRIVATE_BUCKET": "a"}):
            with self.subTest(given):
                answer = manage("check", SECRET_KEY=KEY, ALLOWED_HOSTS="example.org", **given)
                self.assertNotEqual(answer.returncode, 0)
                self.assertIn("Set S3_BUCKET and S3_PRIVATE_BUCKET to two different buckets", answer.stderr)

    def test_refuses_to_start_with_buckets_and_without_their_libraries_and_says_what_to_install(self):
        without = (
            "import sys; sys.modules['boto3'] = None; from django.core.management import execute_from_command_line; "
            "execute_from_command_line(['manage.py', 'check'])"
        )
        given = {"S3_BUCKET": "a", "S3_PRIVATE_BUCKET": "b", "DJANGO_SETTINGS_MODULE": "opendoors.settings"}
        answer = run("-c", without, SECRET_KEY=KEY, ALLOWED_HOSTS="example.org", **given)
        self.assertNotEqual(answer.returncode, 0)
        self.assertIn("run .venv/bin/pip install -r requirements-s3.txt", answer.stderr)

    def test_prepare_is_not_for_production(self):
        answer = manage("prepare", SECRET_KEY=KEY, ALLOWED_HOSTS="example.org")
        self.assertNotEqual(answer.returncode, 0)
        self.assertIn("needs DEBUG=on", answer.stderr)
        self.assertNotIn("Traceback", answer.stderr)


class DefaultsTests(SimpleTestCase):
    def test_what_is_not_asked_for_is_safe(self):
        names = ["DEBUG", "HTTPS_ONLY", "SECOND_FACTOR", "SESSION_COOKIE_SECURE", "BEHIND_PROXY"]
        code = f"from opendoors import settings; print(*(getattr(settings, name) for name in {names}))"
        shown = run("-c", code, SECRET_KEY=KEY, ALLOWED_HOSTS="example.org")
        self.assertEqual(shown.stdout.split(), ["False", "True", "True", "True", "False"], shown.stderr)

    def test_the_site_is_where_its_first_host_is(self):
        code = "from opendoors import settings; print(settings.SITE_URL)"
        shown = run("-c", code, SECRET_KEY=KEY, ALLOWED_HOSTS="example.org,www.example.org")
        self.assertEqual(shown.stdout.strip(), "https://example.org", shown.stderr)


class OperationsTests(SimpleTestCase):
    def test_every_setting_is_explained(self):
        text = Path(settings.BASE_DIR, "docs", "operations.md").read_text("utf-8")
        code = "".join(
            Path(settings.BASE_DIR, "opendoors", name).read_text("utf-8") for name in ("settings.py", "stores.py")
        )
        names = set(re.findall(r"\benv\.\w+\(\s*\"([A-Z0-9_]+)\"", code))
        self.assertGreater(len(names), 10)
        self.assertIn("S3_BUCKET", names)
        self.assertEqual([name for name in sorted(names) if f"`{name}`" not in text], [])
