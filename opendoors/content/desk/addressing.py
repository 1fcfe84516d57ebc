"""The part of a form that settles an address, and of which text this one is a translation."""

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from opendoors.content.addresses import Addressed
from opendoors.content.desk.marks import TranslatableForm
from opendoors.content.gate import destinations
from opendoors.content.publishing import State
from opendoors.content.slugs import slug_from


class AddressedForm(TranslatableForm):
    translation_of = forms.CharField(
        label=_("Translation of"),
        required=False,
        help_text=_("The address of the same text in the other language, for instance /news/rules-for-2027/."),
    )

    original: Addressed | None = None  # of a new translation, where its writer decides about the words alone

    class Meta:
        error_messages = {"slug": {"invalid": _("Only Latin letters, digits and hyphens can stand in an address.")}}

    def clean_translation_of(self):
        address = self.cleaned_data["translation_of"].strip()
        model = self._meta.model
        other = content_at(address, model, self.user) if address else None
        if address and other is None:
            raise ValidationError(_("There is no text of this kind at this address."))
        if other and not model.objects.translatable_by(self.user).contains(other):
            raise ValidationError(_("This text belongs to others: please ask its editors to link it."))
        return other

    def original_of(self, cleaned):
        return super().original_of(cleaned) or self.original or cleaned.get("translation_of")

    def clean(self):
        cleaned = super().clean()
        model = self._meta.model
        language = cleaned.get("language", self.instance.language)
        others = model.objects.in_language(language).besides(self.instance)
        slug = cleaned.get("slug") or slug_from(cleaned.get("title", ""))
        if "title" in self.errors:
            cleaned["slug"] = slug or "untitled"  # one complaint is enough
        taken = others.with_slug(slug).first()
        if taken:
            self.add_error("slug", told_taken(taken))
        if self.original:
            cleaned["translation_of"] = self.original
            self._inherit(self.original)
        original = cleaned.get("translation_of")
        if original and original.pk != self.instance.pk:
            self.instance.translation_key = original.translation_key
            if original.language == language or others.translations_of(self.instance).exists():
                where = "language" if self.original else "translation_of"
                self.add_error(where, _("That one already has a text in this language."))
            elif self.instance.state == State.PUBLIC and not self._may_publish():
                # Readers would see the link at once.
                self.add_error("translation_of", _("This text is public: please ask an editor to link it."))
        return cleaned

    def _may_publish(self) -> bool:
        return self._meta.model.objects.publishable_by(self.user).contains(self.instance)

    def _inherit(self, original: Addressed) -> None:
        """What a translation shares with its original, and its writer does not decide."""
        for name, value in original.copied(set(original.copied_fields) - self.fields.keys()).items():
            field = self._meta.model._meta.get_field(name)
            if field.many_to_many:
                self.draft_relations[name] = value
            else:
                setattr(self.instance, field.attname, value)


def told_taken(content: Addressed) -> str:
    if not content.deleted_at:
        return _("Another text in this language has this address: %s") % content.slug
    until = date_format(localtime(content.kept_until), "DATETIME_FORMAT")
    told = _(
        "What is in the bin keeps this address until %(until)s: %(slug)s. Choose another one, or restore that text "
        "and change its address."
    )
    return told % {"until": until, "slug": content.slug}


def content_at(address: str, model: type[Addressed], user: AbstractBaseUser | AnonymousUser) -> Any:
    """What `user` finds at this address, in whatever language the admin speaks and with or without host."""
    try:
        page = destinations.page_at(urlsplit(address).path.rstrip("/") + "/")
    except ValueError:
        return None
    if page is None or page.view != model.view:
        return None
    return model.objects.in_language(page.language).with_slug(page.arguments["slug"]).visible_to(user).first()
