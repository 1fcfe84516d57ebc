"""The demonstration site as production serves it, on free ports and in a folder of its own.

with site.served() as served:
    served.ask("/news/").status
    served.servers[0].kill()
"""

import atexit
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from tests.serving import asking
from tests.serving.asking import Answer
from tests.serving.fronting import ROOT, Nginx, application_server
from tests.serving.processes import PostgreSQL, Program, Redis

KEY = "a-key-for-this-run-alone-that-is-long-enough-and-has-many-different-letters-0123456789"
# What a machine sets for itself is no part of it.
SETTINGS = ("DEBUG", "HTTPS_ONLY", "ONE_HOST", "NOINDEX", "SECOND_FACTOR", "LOG_LEVEL", "EMAIL_URL", "TIME_ZONE")


@dataclass
class Site:
    folder: Path
    environment: dict[str, str]
    postgresql: PostgreSQL | None
    redis: Redis | None
    nginx: Nginx
    servers: list[Program] = field(default_factory=list)  # behind nginx, on one machine with whatever `manage` runs
    elsewhere: Program | None = None  # on another machine: it shares the database and nothing else

    @property
    def url(self) -> str:
        return f"https://localhost:{self.nginx.https}"

    @property
    def ask(self) -> Callable[..., Answer]:
        """`asking.ask` through nginx over https: `site.ask("/news/", headers={...})`."""
        return lambda path="/", **question: asking.ask(self.nginx.https, path, **question)

    def manage(self, *command: str) -> str:
        """What the command of manage.py prints."""
        done = subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=ROOT,
            env={**os.environ, **self.environment},
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise RuntimeError(f"manage.py {' '.join(command)}:\n{done.stdout}{done.stderr}")
        return done.stdout

    def shell(self, code: str) -> str:
        return self.manage("shell", "--no-imports", "-c", code)


@contextmanager
def served(
    *,
    servers: int = 2,
    workers: int = 1,
    settings: Mapping[str, str] | None = None,
    picture_width: int = 320,
    rate: int = 100_000,
    on_sqlite: bool = False,
    has_demo: bool = True,
    bucket: str = "",
) -> Iterator[Site]:
    """PostgreSQL, Redis, `servers` application servers and nginx; everything is stopped and removed afterwards.

    `picture_width` is how wide the demonstration's pictures are; wide ones take their time. `settings` are added to
    those of production; `rate` is nginx's limit of requests in a second from one address; `bucket` is the address of a
    bucket from which it gives away what is public. `on_sqlite`: a file instead of PostgreSQL, and no Redis.
    """
    with ExitStack() as stack:
        folder = stack.enter_context(folder_of_its_own())
        postgresql = None if on_sqlite else stack.enter_context(PostgreSQL(folder / "postgresql"))
        redis = None if on_sqlite else stack.enter_context(Redis(folder / "redis"))
        database = postgresql.url if postgresql else f"sqlite:///{folder / 'site.sqlite3'}"
        environment = _production(folder, database, redis.url if redis else "locmemcache://") | dict(settings or {})
        started = [application_server(folder, environment, workers=workers) for _number in range(servers)]
        static, media = Path(environment["STATIC_ROOT"]), Path(environment["MEDIA_ROOT"])
        ports = [server.port for server in started]
        nginx = Nginx(folder / "nginx", ports, static=static, media=media, rate=rate, bucket=bucket)
        environment["SITE_URL"] = f"https://localhost:{nginx.https}"
        elsewhere = application_server(folder, on_another_machine(environment), workers=workers)
        site = Site(folder, environment, postgresql, redis, nginx, started, elsewhere)
        _fill(site, ["demo", "-v0", "--picture-width", str(picture_width)] if has_demo else [])
        for program in (*started, nginx):
            stack.enter_context(program)
        stack.callback(elsewhere.stop)
        yield site


def _fill(site: Site, demo: Sequence[str]) -> None:
    with ThreadPoolExecutor() as pool:
        collected = pool.submit(site.manage, "collectstatic", "--noinput", "-v0")
        site.manage("migrate", "-v0")
        if demo:
            site.manage(*demo)
        collected.result()


def on_another_machine(environment: Mapping[str, str]) -> dict[str, str]:
    return {**environment, "RUN_ROOT": f"{environment['RUN_ROOT']}-elsewhere"}


@cache
def the_site() -> Site:
    """One for all tests of this run, with which it ends."""
    stack = ExitStack()
    atexit.register(stack.close)
    return stack.enter_context(served(settings={"SECOND_FACTOR": "off"}))


@contextmanager
def folder_of_its_own() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="opendoors-serving.", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)  # PostgreSQL's user has to pass through
        yield Path(folder)


def _production(folder: Path, database: str, cache: str) -> dict[str, str]:
    return {
        **{name: "" for name in SETTINGS if name in os.environ},
        "SECRET_KEY": KEY,
        "ALLOWED_HOSTS": "localhost",
        "BEHIND_PROXY": "on",
        "ENV_FILE": os.devnull,
        "DATABASE_URL": database,
        "CACHE_URL": cache,
        **{name: str(folder / name.lower()) for name in ("STATIC_ROOT", "MEDIA_ROOT", "PRIVATE_ROOT", "RUN_ROOT")},
    }
