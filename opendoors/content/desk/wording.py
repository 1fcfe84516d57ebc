"""What the page says about keeping unsaved text: here, because catalogues are read on the server alone.

`{when}` is said by the browser in the page's language: “12 seconds ago”.
"""

from django.utils.translation import gettext as _


def texts() -> dict[str, str]:
    return {
        "nothing": _("No unsaved changes."),
        "saved": _("Saved {when}."),
        "changed": _("Unsaved changes."),
        "kept": _("Unsaved changes. Kept {when}, on the server and in this browser."),
        "keptOnServer": _("Unsaved changes. Kept {when} on the server; this browser keeps nothing."),
        "keptInBrowser": _("Unsaved changes. Kept {when} in this browser; the server does not answer, trying again."),
        "keptTillSignedIn": _("Unsaved changes. Kept {when} in this browser; the server waits for you to sign in."),
        "keptRefused": _("Unsaved changes. Kept {when} in this browser; the server does not take them any more."),
        "onPageAlone": _("Unsaved changes. Your text is on this page alone: leave it open or copy it elsewhere."),
        "keptNowhere": _(
            "Your unsaved changes are kept nowhere: the server does not answer and this browser keeps nothing. "
            "Copy your text to a safe place."
        ),
        "tooLarge": _("Unsaved changes. The text is too large to be kept on the server."),
        "file": _("A file that you chose is kept only when you save."),
        "saving": _("Saving…"),
        "sessionOver": _(
            "Your session has ended: nothing can be saved until you sign in again. Your text is kept in this browser."
        ),
        "sessionOverUnkept": _(
            "Your session has ended: nothing can be saved until you sign in again. Your text is on this page alone: "
            "leave it open."
        ),
        "signIn": _("Sign in in another tab"),
        "thenSave": _("Then come back here and save again."),
        "signedInAgain": _("You are signed in again: save now, nothing is lost."),
        "refused": _(
            "You may not edit this any more: your rights have changed, or it was removed for good. Nothing can be "
            "saved here now; copy what you still need."
        ),
        "binned": _("This was moved to the bin. You may go on writing: what you save is kept there with it."),
        "otherPerson": _(
            "Somebody else has signed in here meanwhile, so nothing is sent. Your text stays on this page: sign in "
            "again with your own name."
        ),
        "noAnswer": _("The server does not answer, so nothing was sent. Your text stays here: save again in a moment."),
    }
