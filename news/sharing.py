"""Where a reader may share a page: plain links, each to the page of a network that asks what to write.

Nobody is told anything before a reader follows one.
"""

from typing import NamedTuple
from urllib.parse import quote

from django.utils.translation import gettext as _


class Way(NamedTuple):
    words: str
    name: str  # in full, for those who hear it without the heading above
    address: str


def ways(title: str, address: str) -> list[Way]:
    """`address`: absolute, and public."""
    title, both, address = quote(title, safe=""), quote(f"{title}\n{address}", safe=""), quote(address, safe="")
    return [
        Way(_("E-mail"), _("Share by e-mail"), f"mailto:?subject={title}&body={both}"),
        Way("Telegram", _("Share on Telegram"), f"https://t.me/share/url?url={address}&text={title}"),
        Way("WhatsApp", _("Share on WhatsApp"), f"https://wa.me/?text={both}"),
        Way(_("VK"), _("Share on VK"), f"https://vk.com/share.php?url={address}&title={title}"),
    ]
