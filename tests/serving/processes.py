"""Programs on free ports of this machine, each with a folder of its own. They end with whoever started them."""

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

AS_ROOT = os.geteuid() == 0
PATIENCE = 60  # seconds until a program answers, on a machine that is busy
SET_PARENT_DEATH_SIGNAL = 1  # prctl(2)
C_LIBRARY = ctypes.CDLL(None)


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return listening.getsockname()[1]


def listens(port: int) -> bool:
    with socket.socket() as asking:
        asking.settimeout(1)
        return asking.connect_ex(("127.0.0.1", port)) == 0


class Program:
    """One process, that can be started again after it was stopped: on the same port, with the same data."""

    def __init__(
        self,
        name: str,
        command: Sequence[str | Path],
        *,
        port: int,
        folder: Path,
        environment: Mapping[str, str] | None = None,
        user: str | None = None,
        stop_with: signal.Signals = signal.SIGTERM,
        is_ready: Callable[[], bool] | None = None,
    ):
        self.name, self.command, self.port = name, [str(part) for part in command], port
        self.folder, self.environment, self.user, self.stop_with = folder, environment, user, stop_with
        self.is_ready = is_ready or (lambda: listens(port))
        self.log = folder / f"{name}.log"
        self.process: subprocess.Popen | None = None

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def start(self) -> None:
        """Returns when it answers. Raises RuntimeError with its last words when it does not."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                cwd=self.folder,
                env={**os.environ, **(self.environment or {})},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                user=self.user,
                group=self.user,
                extra_groups=[] if self.user else None,
                start_new_session=True,  # Ctrl-C is for the test alone: it stops what it started, in order
                preexec_fn=lambda: C_LIBRARY.prctl(SET_PARENT_DEATH_SIGNAL, self.stop_with),
            )
        end = time.monotonic() + PATIENCE
        while not self.is_ready():
            if not self.is_running or time.monotonic() > end:
                self.kill()
                raise RuntimeError(f"{self.name} did not start:\n{self.said()}")
            time.sleep(0.05)

    def stop(self) -> None:
        """As an administrator would: it finishes what it has begun."""
        if self.is_running:
            self.process.send_signal(self.stop_with)
            try:
                self.process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                self.kill()

    def kill(self) -> None:
        """As a crash would: the program and all that it started."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def restart(self) -> None:
        self.stop()
        self.start()

    def reload(self) -> None:
        self.process.send_signal(signal.SIGHUP)

    def said(self) -> str:
        return self.log.read_text("utf-8", "replace")[-4000:]

    def __enter__(self) -> "Program":
        self.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self.stop()


def _send(what: signal.Signals, processes: Sequence[int]) -> None:
    for process in processes:
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, what)


class PostgreSQL(Program):
    """A cluster of its own with one empty database, as fast as one that nobody will miss may be."""

    USER = DATABASE = "opendoors"

    def __init__(self, folder: Path, *options: str):
        self.programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))[-1]
        port = free_port()
        postgres = "postgres" if AS_ROOT else None  # it refuses to run as root
        settings = ["fsync=off", "full_page_writes=off", "synchronous_commit=off", *options]
        command = [self.programs / "postgres", "-D", folder / "data", "-p", str(port), "-h", "127.0.0.1", "-k", ""]
        command += [part for setting in settings for part in ("-c", setting)]
        super().__init__(
            "postgresql",
            command,
            port=port,
            folder=folder,
            user=postgres,
            stop_with=signal.SIGINT,  # its "fast": nobody is waited for
            is_ready=self._answers,
        )

    @property
    def url(self) -> str:
        return f"postgres://{self.USER}@127.0.0.1:{self.port}/{self.DATABASE}"

    def start(self) -> None:
        if (self.folder / "data").exists():
            super().start()
            return
        self.folder.mkdir(exist_ok=True)
        if self.user:
            self._run("chown", self.user, str(self.folder), as_user=False)
        self._run(
            self.programs / "initdb", "-D", "data", "-U", self.USER, "--auth=trust", "--locale=C.UTF-8", "--no-sync"
        )
        super().start()
        self._run(self.programs / "createdb", "-h", "127.0.0.1", "-p", str(self.port), "-U", self.USER, self.DATABASE)

    def kill(self) -> None:
        """All of its processes: each leads a group of its own."""
        processes = self._processes()
        super().kill()
        _send(signal.SIGKILL, processes)

    def pause(self) -> None:
        """It neither answers nor refuses."""
        _send(signal.SIGSTOP, self._processes())

    def resume(self) -> None:
        _send(signal.SIGCONT, self._processes())

    def _processes(self) -> list[int]:
        if not self.is_running:
            return []
        first = self.process.pid
        return [first, *map(int, Path(f"/proc/{first}/task/{first}/children").read_text().split())]

    def _answers(self) -> bool:
        ready = [self.programs / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        return subprocess.run(ready).returncode == 0

    def _run(self, *command: str | Path, as_user: bool = True) -> None:
        user = self.user if as_user else None
        done = subprocess.run(
            [str(part) for part in command],
            cwd=self.folder,
            user=user,
            group=user,
            extra_groups=[] if user else None,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise RuntimeError(done.stderr)


class Redis(Program):
    def __init__(self, folder: Path):
        port = free_port()
        folder.mkdir(exist_ok=True)
        command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder]
        super().__init__("redis", command, port=port, folder=folder)

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/1"


class S3(Program):
    """A store that speaks S3 and forgets everything when it ends. Buckets are asked for at /name."""

    def __init__(self, folder: Path):
        port = free_port()
        folder.mkdir(exist_ok=True)
        command = [Path(sys.executable).with_name("moto_server"), "-H", "127.0.0.1", "-p", str(port)]
        super().__init__("s3", command, port=port, folder=folder)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"
