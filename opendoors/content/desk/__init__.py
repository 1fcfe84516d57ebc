"""The editing screen of revisable content in the admin: Save draft, Publish, reviews, Withdraw, the bin.

The form always shows the newest revision; the row that the public reads changes only on publish. `screens` puts
together what the other modules offer, one act each: none of these imports another but `forms` and `tabs` (what an open
form says while somebody types), which all may. `offers` and `wording` belong to `autosave`, `letters` to `reviewing`,
`reasons` to `visibility`; it leads to the panel of `gating`. `bulk` does what the forms do, for several at once, and
uses theirs. `translating` is `screens` for content that has translations; `marks` (its form), `siblings` and
`following` belong to it. `addressed` is that for what has an address of its own, `addressing` its form.
"""

from opendoors.content.desk.addressed import AddressedAdmin
from opendoors.content.desk.addressing import AddressedForm
from opendoors.content.desk.filters import ReviewFilter, StatusFilter
from opendoors.content.desk.forms import IS_KEY, RevisableForm
from opendoors.content.desk.marks import TranslatableForm
from opendoors.content.desk.reasons import Way
from opendoors.content.desk.screens import RevisableAdmin
from opendoors.content.desk.timing import told_change
from opendoors.content.desk.translating import TranslatableAdmin, TranslationFilter

__all__ = [
    "IS_KEY",
    "AddressedAdmin",
    "AddressedForm",
    "ReviewFilter",
    "RevisableAdmin",
    "RevisableForm",
    "StatusFilter",
    "TranslatableAdmin",
    "TranslatableForm",
    "TranslationFilter",
    "Way",
    "told_change",
]
