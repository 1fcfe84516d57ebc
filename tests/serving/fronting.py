"""nginx with the very file of deploy/, and application servers started by the very line of deploy/'s unit."""

import contextlib
import http.client
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.serving import asking
from tests.serving.processes import AS_ROOT, Program, free_port

ROOT = Path(__file__).resolve().parent.parent.parent
SITE = "opendoors.wsgi:application"
MEDIA_KEPT = 2  # seconds that nginx keeps a file of a bucket
# What Debian's own nginx.conf has around a site's file.
AROUND = """
{user}daemon off; worker_processes 2; worker_rlimit_nofile 20000; pid {folder}/nginx.pid; error_log stderr;
events {{ worker_connections 8192; }}
http {{
  include /etc/nginx/mime.types; default_type application/octet-stream; types_hash_max_size 2048;
  sendfile on; tcp_nopush on;
  ssl_protocols TLSv1 TLSv1.1 TLSv1.2 TLSv1.3; ssl_prefer_server_ciphers on;
  access_log {folder}/others.log; gzip on;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  include {folder}/site.conf;
}}
"""


def application_server(
    folder: Path, environment: Mapping[str, str], *, application: str = SITE, workers: int = 1
) -> Program:
    port = free_port()
    unit = (ROOT / "deploy/opendoors@.service").read_text("utf-8")
    line = re.search(r"^ExecStart=(.*)$", unit, re.MULTILINE)[1]
    for wanted, ours in {
        "/srv/opendoors/.venv/bin/granian": str(Path(sys.executable).with_name("granian")),
        "%i": str(port),
        "--workers 1 ": f"--workers {workers} ",
        SITE: application,
    }.items():
        line = _replaced(line, wanted, ours)
    in_project = ["--working-dir", ROOT]
    return Program(
        f"server-{port}",
        [*line.split(), *in_project],
        port=port,
        folder=folder,
        environment=environment,
        is_ready=lambda: _is_well(port),
    )


def _is_well(port: int) -> bool:
    """As deploy/answers.py asks: a port that listens does not say that the application is there."""
    with contextlib.suppress(OSError, http.client.HTTPException):
        return asking.ask(port, "/health/", plain=True).status == 200
    return False


class Nginx(Program):
    """Listens at `https` and `http`. Readers are limited only where `rate` says so, requests in a second.

    `bucket` is the address of a bucket, http://127.0.0.1:9000/name, that `media` stands in instead of in a folder.
    """

    def __init__(
        self,
        folder: Path,
        servers: Sequence[int],
        *,
        static: Path | None = None,
        media: Path | None = None,
        rate: int = 100_000,
        host: str = "localhost",
        bucket: str = "",
    ):
        self.https, self.http, self.behind = free_port(), free_port(), free_port()
        self.certificate, self.key = folder / "certificate.pem", folder / "key.pem"
        self.static, self.media = static or folder / "static", media or folder / "media"
        self.rate, self.host, self.bucket = rate, host, bucket
        folder.mkdir(exist_ok=True)
        super().__init__("nginx", ["nginx", "-c", folder / "nginx.conf"], port=self.https, folder=folder)
        self.lead_to(servers)

    def lead_to(self, servers: Sequence[int]) -> None:
        """Writes the configuration; a running one follows it after `reload`."""
        text = (ROOT / "deploy/nginx.conf").read_text("utf-8")
        text = text.replace("#s3 ", "") if self.bucket else text
        for wanted, ours in (self._store() | self._substitutions(servers)).items():
            text = _replaced(text, wanted, ours)
        (self.folder / "site.conf").write_text(text)
        user = "user root; " if AS_ROOT else ""
        (self.folder / "nginx.conf").write_text(AROUND.format(folder=self.folder, user=user))

    def _substitutions(self, servers: Sequence[int]) -> dict[str, str]:
        first, *others = [f"server 127.0.0.1:{port} max_fails=0;" for port in servers]
        return {
            "server 127.0.0.1:8001 max_fails=0;": first,
            "server 127.0.0.1:8002 max_fails=0;": "\n    ".join(others),
            "127.0.0.1:8090;": f"127.0.0.1:{self.behind};",
            "listen 80;": f"listen 127.0.0.1:{self.http};",
            "listen [::]:80;": "",
            "listen 443 ssl http2;": f"listen 127.0.0.1:{self.https} ssl http2;",
            "listen [::]:443 ssl http2;": "",
            "server_name example.org www.example.org;": f"server_name {self.host};",
            "https://example.org$request_uri": f"https://{self.host}:{self.https}$request_uri",
            "/etc/letsencrypt/live/example.org/fullchain.pem": str(self.certificate),
            "/etc/letsencrypt/live/example.org/privkey.pem": str(self.key),
            "rate=30r/s": f"rate={self.rate}r/s",
            "/run/opendoors-moment": str(self.folder / "moment"),
            "/var/cache/opendoors": str(self.folder / "last-known"),
            "/var/log/nginx/opendoors.log": str(self.folder / "access.log"),
            "/srv/opendoors/var/static/": f"{self.static}/",
            "/srv/opendoors/var/media/": f"{self.media}/",
            "/srv/opendoors/templates": str(ROOT / "templates"),
        }

    def _store(self) -> dict[str, str]:
        server, _slash, name = self.bucket.rpartition("/")
        theirs = {
            "https://BUCKET.s3.REGION.amazonaws.com;": f"{server};",
            "/$1? break;": f"/{name}/$1? break;",
            "proxy_cache_valid 200 1h;": f"proxy_cache_valid 200 {MEDIA_KEPT}s;",
            "/var/cache/opendoors-media": str(self.folder / "media-kept"),
        }
        return theirs if self.bucket else {}

    def start(self) -> None:
        if not self.certificate.exists():
            _sign_ourselves(self.certificate, self.key, self.host)
        super().start()


def _sign_ourselves(certificate: Path, key: Path, host: str) -> None:
    made = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-days",
        "2",
    ]
    made += [
        "-subj",
        f"/CN={host}",
        "-addext",
        f"subjectAltName=DNS:{host}",
        "-keyout",
        str(key),
        "-out",
        str(certificate),
    ]
    subprocess.run(made, check=True, capture_output=True)


def _replaced(text: str, wanted: str, ours: str) -> str:
    if wanted not in text:
        raise ValueError(f"deploy/ does not say {wanted!r} any more")
    return text.replace(wanted, ours)
