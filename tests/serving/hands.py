"""A shell of the site that stays open: what is written there is written as any process of this machine would."""

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping

from tests.serving.fronting import ROOT

LOOP = """
import json, sys, traceback
from django.db import close_old_connections, connection
names = {}
for line in sys.stdin:
    if not connection.in_atomic_block:
        close_old_connections()
    names["result"] = None
    try:
        exec(json.loads(line), names)
        told = {"result": names["result"]}
    except Exception:
        told = {"raised": traceback.format_exc()}
    print(json.dumps(told), flush=True)
"""


class Hands:
    def __init__(self, environment: Mapping[str, str]):
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "shell", "--no-imports", "-c", LOOP],
            cwd=ROOT,
            env={**os.environ, **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def tell(self, code: str) -> None:
        self.process.stdin.write(json.dumps(code) + "\n")
        self.process.stdin.flush()

    def said(self) -> object:
        """Of the line that was told first. Raises RuntimeError with what it met."""
        answer = json.loads(self.process.stdout.readline() or '{"raised": "It has ended"}')
        if "raised" in answer:
            raise RuntimeError(answer["raised"])
        return answer["result"]

    def do(self, code: str) -> object:
        """What the code has assigned to `result`, as JSON holds it."""
        self.tell(code)
        return self.said()

    def kill(self) -> None:
        self.process.kill()
        with contextlib.suppress(BrokenPipeError):
            self.process.communicate()


@contextlib.contextmanager
def hands(environment: Mapping[str, str]) -> Iterator[Hands]:
    shell = Hands(environment)
    try:
        yield shell
    finally:
        shell.kill()
