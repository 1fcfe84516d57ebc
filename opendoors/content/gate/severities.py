"""Which rules there are and what each does, by the setting PUBLISH_RULES; knows no models, so that a start can ask."""

from enum import StrEnum

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


class Severity(StrEnum):
    BLOCK = "block"  # nothing is published
    WARN = "warn"  # it is published, and the finding is told
    OFF = "off"


NAMES = (
    "lead",
    "title-length",
    "placeholder",
    "script",
    "source",
    "alt-text",
    "heading-order",
    "link-text",
    "bare-address",
    "table-headers",
    "dead-link",
    "old-address",
    "missing-file",
)


def severities() -> dict[str, Severity]:
    """Each rule's severity. Raises ImproperlyConfigured for a setting that makes no sense."""
    given = settings.PUBLISH_RULES
    unknown = sorted(given.keys() - {*NAMES})
    if unknown:
        raise ImproperlyConfigured(f"PUBLISH_RULES names no rule: {', '.join(unknown)}. Rules: {', '.join(NAMES)}.")
    missing = [name for name in NAMES if name not in given]
    if missing:
        raise ImproperlyConfigured(f"PUBLISH_RULES leaves out: {', '.join(missing)}.")
    wrong = [f"{name}={value}" for name, value in given.items() if value not in [*map(str, Severity)]]
    if wrong:
        raise ImproperlyConfigured(f"PUBLISH_RULES: each rule is block, warn or off, not {', '.join(wrong)}.")
    if settings.PUBLISH_TITLE_LENGTH < 1:
        raise ImproperlyConfigured("PUBLISH_TITLE_LENGTH is a number of characters, at least 1.")
    return {name: Severity(given[name]) for name in NAMES}
