"""What the form of a translation says of its original: which text that is, and that the translation follows it."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from opendoors.content.desk.forms import IS_KEY, RevisableForm
from opendoors.content.desk.past import told_moment
from opendoors.content.models import Revision
from opendoors.content.originals import Translatable


class CaughtUpField(forms.MultipleChoiceField):
    """One box; its value is the revision of the original that the form showed, which is not the newest for ever."""

    widget = forms.CheckboxSelectMultiple

    def valid_value(self, value):
        return bool(IS_KEY(value))


class TranslatableForm(RevisableForm):
    caught_up = CaughtUpField(label=_("Translation"), required=False)
    original_language = forms.ChoiceField(
        label=_("The original is"),
        required=False,
        choices=[("", _("the older text")), *settings.LANGUAGES],
        show_hidden_initial=True,
        help_text=_("Whatever is no original is a translation, and is marked outdated when the original changes."),
    )

    user: AbstractBaseUser | AnonymousUser = AnonymousUser()  # who fills it in; the admin says

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        content = self.instance
        if content.pk is None:
            self.fields["caught_up"].widget = forms.MultipleHiddenInput()
            return
        self._offer_mark(content.original.text_revision if content.original else None)
        if "original_language" in self.fields:
            self.initial["original_language"] = self._original_language()

    def _offer_mark(self, newest: Revision | None) -> None:
        known = self.instance.translated_revision
        if newest is None or (known is not None and known.digest == newest.digest):
            del self.fields["caught_up"]
            return
        told = _("The translation is up to date with the original's text of %(when)s")
        self.fields["caught_up"].choices = [(newest.pk, told % {"when": told_moment(newest.created_at)})]

    def _original_language(self) -> str:
        content = self.instance
        if content.original:
            return content.original.language
        return content.language if type(content).objects.translations_of(content).exists() else ""

    def clean(self):
        cleaned = super().clean()
        original = self.original_of(cleaned)
        keys = [int(key) for key in cleaned.get("caught_up", ())]
        texts = original.texts_for(self.user).filter(pk__in=keys) if original and keys else Revision.objects.none()
        revision = texts.order_by("-pk").first()
        known = self.instance.translated_revision
        if revision and not (known and known.object_id == original.pk and known.pk > revision.pk):
            self.instance.translated_revision = revision
        if "original_language" in self.changed_data:
            self._check_original(cleaned)
        return cleaned

    def original_of(self, cleaned: dict[str, Any]) -> Translatable | None:
        return self.instance.original

    def _check_original(self, cleaned: dict[str, Any]) -> None:
        """What is translated from what is told of several texts: whoever says it may edit them all."""
        texts = type(self.instance).objects.translations_of(self.instance)
        if texts.count() > texts.editable_by(self.user).count():
            self.add_error("original_language", ValidationError(_("Please ask somebody who may edit both texts.")))
