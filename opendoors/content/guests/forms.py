from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from opendoors.content.guests.links import GuestLink
from opendoors.content.guests.notes import GuestNote
from opendoors.content.models import Revision

SALT = "opendoors.content.guests.page"


def stamp(link: GuestLink, revision: Revision | None) -> str:
    """Proves that a note was written on our page, and says which text that page showed."""
    return signing.dumps([link.pk, revision and revision.pk, uuid4().hex], salt=SALT)


class NoteForm(forms.ModelForm):
    """What a guest sends; `page` and `revision` are known once it is valid."""

    stamp = forms.CharField(required=False)

    class Meta:
        model = GuestNote
        fields = ["name", "text", "kind"]
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "text": forms.Textarea(attrs={"rows": 5}),
        }
        labels = {"name": _("Your name"), "text": _("Comment")}
        error_messages = {"kind": {"required": _("Please choose one of the two buttons.")}}

    def __init__(self, data: Any = None, *, link: GuestLink, **kwargs: Any):
        super().__init__(data, **kwargs)
        self.link = link

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())

    def clean_stamp(self) -> str:
        try:
            link, revision, page = signing.loads(self.cleaned_data["stamp"], salt=SALT)
            self.page = UUID(page)
        except (signing.BadSignature, ValueError, TypeError):
            link = None
        if link != self.link.pk:
            raise ValidationError(_("Please look at the text again and send it once more."))
        self.revision = Revision.objects.only("pk", "created_at").filter(pk=revision).first() if revision else None
        return self.cleaned_data["stamp"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("kind") == GuestNote.Kind.COMMENT and not cleaned.get("text") and "text" not in self.errors:
            self.add_error("text", _("Please write your comment."))
        return cleaned
