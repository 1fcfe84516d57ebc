"""Whether a person has opened a page, as far as a request says so by itself. Nothing of it is kept."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

# Programs that say what they are: search engines, previews in messengers, monitors, libraries, browsers without a
# window. The phones of the make Cubot are none.
PROGRAMS = re.compile(
    r"(?<!cu)bot\b|(?<!cu)bot[/_-]|crawl|spider|slurp|preview|facebookexternalhit|whatsapp|vkshare|mediapartners|-user/"
    r"|headless|lighthouse|monitor|uptime|pingdom|curl/|wget/|python|java/|okhttp|go-http|libwww|axios|node-fetch"
    r"|feed|rss|archiver|validator",
    re.IGNORECASE,
)


def is_person(environ: Mapping[str, Any]) -> bool:
    """Whether somebody looks at the answer: a page of its own, asked for now, by a browser.

    `environ`: of the request, as WSGI has it; `request.META` in Django.
    """
    return (
        environ["REQUEST_METHOD"] == "GET"
        and environ.get("HTTP_SEC_FETCH_DEST", "document") == "document"
        # Fetched ahead, to be looked at later or never.
        and "HTTP_SEC_PURPOSE" not in environ
        and "HTTP_PURPOSE" not in environ
        and "HTTP_X_PURPOSE" not in environ
        and "HTTP_X_MOZ" not in environ
        and _is_browser(environ.get("HTTP_USER_AGENT", ""))
    )


@lru_cache(4096)
def _is_browser(agent: str) -> bool:
    return bool(agent) and not PROGRAMS.search(agent)
