"""Addresses of films: the page where one is watched, and the player that a click loads."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape
from urllib.parse import parse_qs, urlsplit

from csp.decorators import csp_update

ADDRESS = re.compile(r'<a\b[^<>]*? href="([^"]*)"')


@dataclass(frozen=True)
class Video:
    """`page` is for people, `player` for the frame; `host` is who hears of the visit."""

    page: str
    player: str

    @property
    def host(self) -> str:
        return urlsplit(self.player).hostname or ""


_SITES = {
    "youtube.com": "youtube",
    "youtu.be": "youtube",
    "youtube-nocookie.com": "youtube",
    "rutube.ru": "rutube",
    "vk.com": "vk",
    "vk.ru": "vk",
    "vkvideo.ru": "vk",
    "bilibili.com": "bilibili",
}


def video_at(address: str) -> Video | None:
    """The film at this address, whether it leads to its page or to a player; None for any other address."""
    try:
        parts = urlsplit(address if "//" not in address[:2] else f"https:{address}")
        host = (parts.hostname or "").lower()
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"}:
        return None
    site = next((name for own, name in _SITES.items() if host == own or host.endswith(f".{own}")), None)
    if not site:
        return None
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    return _READERS[site](host, parts.path, query)


def playing(html: str) -> Callable:
    """For what makes the answer with this text: its security policy lets in the hosts of its films, and no others."""
    films = filter(None, map(video_at, map(unescape, ADDRESS.findall(html))))
    hosts = sorted({f"https://{film.host}" for film in films})
    return csp_update({"frame-src": hosts} if hosts else {})


def page_of(address: str) -> str | None:
    """Where the film at this address is watched."""
    video = video_at(address)
    return video.page if video else None


def _youtube(host: str, path: str, query: dict[str, str]) -> Video | None:
    found = re.fullmatch(r"/(?:embed/|shorts/|live/|v/)?([\w-]{11})/?", path)
    key = query.get("v", "") if path.rstrip("/") == "/watch" else found[1] if found else ""
    if not re.fullmatch(r"[\w-]{11}", key):
        return None
    start = _seconds(query.get("t") or query.get("start") or "")
    return Video(
        f"https://www.youtube.com/watch?v={key}" + (f"&t={start}" if start else ""),
        f"https://www.youtube-nocookie.com/embed/{key}" + (f"?start={start}" if start else ""),
    )


def _rutube(host: str, path: str, query: dict[str, str]) -> Video | None:
    found = re.fullmatch(r"/(?:video|play/embed|shorts)/([0-9a-f]{32})/?", path)
    if not found:
        return None
    return Video(f"https://rutube.ru/video/{found[1]}/", f"https://rutube.ru/play/embed/{found[1]}")


def _vk(host: str, path: str, query: dict[str, str]) -> Video | None:
    if path == "/video_ext.php":
        found = re.fullmatch(r"(-?\d+)_(\d+)", f"{query.get('oid', '')}_{query.get('id', '')}")
    else:
        found = re.search(r"(?:^|/)(?:video|clip)(-?\d+)_(\d+)", f"{path}/{query.get('z', '')}")
    if not found:
        return None
    owner, key = found.groups()
    return Video(f"https://vkvideo.ru/video{owner}_{key}", f"https://vkvideo.ru/video_ext.php?oid={owner}&id={key}")


def _bilibili(host: str, path: str, query: dict[str, str]) -> Video | None:
    found = re.fullmatch(r"/video/(BV[0-9A-Za-z]{10})/?", path)
    key = found[1] if found else query.get("bvid", "")
    if not re.fullmatch(r"BV[0-9A-Za-z]{10}", key):
        return None
    return Video(f"https://www.bilibili.com/video/{key}/", f"https://player.bilibili.com/player.html?bvid={key}")


def _seconds(moment: str) -> int:
    """Seconds of `90`, `90s` or `1h2m3s`; 0 for anything else."""
    found = re.fullmatch(r"(?:(\d{1,2})h)?(?:(\d{1,3})m)?(?:(\d{1,5})s?)?", moment)
    if not found:
        return 0
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return hours * 3600 + minutes * 60 + seconds


_READERS = {"youtube": _youtube, "rutube": _rutube, "vk": _vk, "bilibili": _bilibili}
