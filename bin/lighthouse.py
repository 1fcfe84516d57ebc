"""Audits the demonstration site with Lighthouse, behind nginx and granian as production serves it: `make lighthouse`.

Needs Chromium, Node.js and nginx. Prints the median of ROUNDS (3) runs of each page; ends with 1 if a score is too low.
"""

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KINDS = ("home", "feed", "article-long", "university", "agreement-list")
NGINX = """
daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log; {user}
events {{ worker_connections 256; }}
http {{
  include /etc/nginx/mime.types; access_log off;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  gzip on; gzip_comp_level 6; gzip_types text/css text/javascript application/javascript image/svg+xml application/json;
  server {{
    listen 127.0.0.1:{port};
    location /media/ {{ alias {media}/; expires 1y; }}
    location / {{ proxy_pass http://127.0.0.1:{behind}; proxy_set_header Host $http_host; }}
  }}
}}
"""


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return listening.getsockname()[1]


def settings_in(folder: Path, port: int) -> dict[str, str]:
    return {
        "SECRET_KEY": "for-this-audit-alone-and-long-enough-to-be-a-key-0123456789",
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "HTTPS_ONLY": "off",
        "SITE_URL": f"http://localhost:{port}",
        "ENV_FILE": os.devnull,
        "DATABASE_URL": f"sqlite:///{folder / 'audit.sqlite3'}",
        **{name: str(folder / name.lower()) for name in ("STATIC_ROOT", "MEDIA_ROOT", "PRIVATE_ROOT")},
    }


@contextlib.contextmanager
def running(*command: str):
    process = subprocess.Popen(command, cwd=ROOT)
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def wait_for(address: str) -> None:
    for _try in range(100):
        with contextlib.suppress(OSError), urllib.request.urlopen(address):
            return
        time.sleep(0.2)
    raise SystemExit(f"{address} does not answer.")


def addresses(port: int) -> list[str]:
    asked = f"from tests import page_kinds; print(*map(page_kinds.paths('en').get, {KINDS}), sep='\\n')"
    shell = [sys.executable, "manage.py", "shell", "--no-imports", "-c", asked]
    paths = subprocess.run(shell, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return [f"http://localhost:{port}{path}" for path in paths.split()]


def main(folder: Path) -> int:
    folder.chmod(0o755)
    port, behind = free_port(), free_port()
    os.environ.update(settings_in(folder, port))
    for command in (["migrate", "-v0"], ["collectstatic", "--noinput", "-v0"], ["demo", "-v0"]):
        subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, check=True)
    user = "user root;" if os.geteuid() == 0 else ""
    config = NGINX.format(folder=folder, port=port, behind=behind, media=os.environ["MEDIA_ROOT"], user=user)
    (folder / "nginx.conf").write_text(config)
    granian = [str(Path(sys.executable).parent / "granian"), "--interface", "wsgi", "--host", "127.0.0.1"]
    with (
        running(*granian, "--port", str(behind), "--log-level", "warning", "opendoors.wsgi:application"),
        running("nginx", "-c", str(folder / "nginx.conf")),
    ):
        pages = addresses(port)
        for page in pages:
            wait_for(page)
        audit = ["node", "tests/tools/lighthouse/audit.mjs", os.environ.get("ROUNDS", "3"), *pages]
        return subprocess.run(audit, cwd=ROOT).returncode


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="opendoors-audit.") as audited:
        raise SystemExit(main(Path(audited)))
