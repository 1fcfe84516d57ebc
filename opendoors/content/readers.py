"""Whether a person has opened a page, as far as a request says so by itself. Nothing of it is kept."""

import re

from django.http import HttpRequest

FETCHED_AHEAD = ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")
# Programs that say what they are: search engines, previews in messengers, monitors, libraries, browsers without a
# window. The phones of the make Cubot are none.
PROGRAMS = re.compile(
    r"(?<!cu)bot\b|(?<!cu)bot[/_-]|crawl|spider|slurp|preview|facebookexternalhit|whatsapp|vkshare|mediapartners|-user/"
    r"|headless|lighthouse|monitor|uptime|pingdom|curl/|wget/|python|java/|okhttp|go-http|libwww|axios|node-fetch"
    r"|feed|rss|archiver|validator",
    re.IGNORECASE,
)


def is_person(request: HttpRequest) -> bool:
    """Whether somebody looks at the answer: a page of its own, asked for now, by a browser."""
    if request.method != "GET" or any(request.headers.get(name) for name in FETCHED_AHEAD):
        return False
    if request.headers.get("Sec-Fetch-Dest", "document") != "document":
        return False
    agent = request.headers.get("User-Agent", "")
    return bool(agent) and not PROGRAMS.search(agent)
