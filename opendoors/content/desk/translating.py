"""Translations in the admin: how they stand to their originals, and what changed there."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import path
from django.utils.translation import gettext_lazy as _

from opendoors.content.desk import acts
from opendoors.content.desk.following import changed_fields
from opendoors.content.desk.forms import IS_KEY
from opendoors.content.desk.marks import TranslatableForm
from opendoors.content.desk.reasons import Reason, Way
from opendoors.content.desk.screens import RevisableAdmin
from opendoors.content.desk.siblings import TranslatedChangeList, others, siblings
from opendoors.content.originals import CAUGHT_UP, OUTDATED, Translatable


class TranslationFilter(admin.SimpleListFilter):
    """By what is left to do in other languages. Values are queryset methods."""

    title = _("translation")
    parameter_name = "translation"
    CHOICES = (
        ("to_translate", _("To translate or bring up to date")),
        ("untranslated", _("Not translated yet")),
        ("outdated", _("Outdated translations")),
        ("caught_up", _("Outdated, the draft is up to date")),
        ("up_to_date", _("Up to date")),
    )

    def lookups(self, request, model_admin):
        return self.CHOICES

    def queryset(self, request, queryset):
        return getattr(queryset, self.value())() if self.value() in dict(self.CHOICES) else queryset


class NothingForm(forms.Form):
    note = forms.CharField(
        label=_("Why"), required=False, max_length=150, widget=forms.TextInput(attrs={"class": "vTextField"})
    )


class TranslatableAdmin(RevisableAdmin):
    form = TranslatableForm

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_nothing_to_translate"
        view = self.admin_site.admin_view(self.nothing_to_translate_view)
        return [path("<path:object_id>/nothing-to-translate/", view, name=name), *super().get_urls()]

    def get_changelist(self, request, **kwargs):
        return TranslatedChangeList

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        form.user = request.user  # the class is made anew for each request
        return form

    # ---- “Why is it not visible?”

    def texts_of(self, content):
        return {row.language: row for row in (content.live, *self.model.objects.translations_of(content))}

    def translation_way(self, request, content, language):
        missing = siblings(request, [content.live], may_add=self.has_add_permission(request))[content.pk][language]
        told = _("Add a translation: %(language)s") % {"language": missing.language}
        return Way(told, missing.url) if missing.may_add else None

    def notes_of(self, request, content, told):
        notes = super().notes_of(request, content, told)
        following = self._following(request, content)
        if following and following["state"] in (OUTDATED, CAUGHT_UP):
            words = _("It is a translation, and follows an older text than the one published now: “%(original)s”.")
            way = Way(_("What changed in the original"), f"{told.form_url}#original-title")
            notes.append(Reason("", False, words % {"original": following["original"]}, (way,)))
        return notes

    # ---- Lists and forms

    @admin.display(description=_("translation"))
    def translation_label(self, content: Translatable) -> str:
        """Of a translation: whether it follows its original."""
        return render_to_string("admin/content/_following.html", {"sibling": getattr(content, "told", None)})

    @admin.display(description=_("in other languages"))
    def in_other_languages(self, content: Translatable) -> str:
        return render_to_string("admin/content/_siblings.html", {"siblings": content.siblings, "short": True})

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None:
            group = siblings(request, [obj.live], may_add=self.has_add_permission(request))[obj.pk]
            context |= {"siblings": others(obj, group), "following": self._following(request, obj)}
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _following(self, request: HttpRequest, content: Translatable) -> dict[str, Any] | None:
        """What its form says of the original of a translation, to those who may see that."""
        original = content.original
        if original is None or not self.model.objects.visible_to(request.user).contains(original):
            return None
        newest, known = original.text_revision, content.translated_revision
        return {
            "original": original,
            "url": self._url("change", original),
            "newest": newest,
            "known": known,
            "is_up_to_date": bool(known and newest and known.digest == newest.digest),
            "state": content.live.translation_state,
            "fields": changed_fields(content, original),
        }

    def save_model(self, request, obj, form, change):
        other = form.cleaned_data.get("translation_of")
        if change and other:
            obj.link_translation(other)
        if change:
            self._settle_original(obj, form)
        super().save_model(request, obj, form, change)
        if not change:
            self._settle_original(obj, form)

    def _settle_original(self, content: Translatable, form: TranslatableForm) -> None:
        if "original_language" in form.changed_data:
            content.settle_original(form.cleaned_data["original_language"])

    @transaction.atomic
    def nothing_to_translate_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        content = self.get_object(request, unquote(object_id))
        following = self._following(request, content) if content else None
        if following is None or following["newest"] is None:
            raise Http404
        if not self.has_change_permission(request, content):
            raise PermissionDenied
        form = NothingForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            self._say_nothing(request, content, form.cleaned_data["note"])
            return HttpResponseRedirect(self._url("change", content))
        title = _("Nothing to translate")
        return self._show(request, "nothing_to_translate", content, title, form=form, following=following)

    def _say_nothing(self, request: HttpRequest, content: Translatable, note: str) -> None:
        read = request.POST.get("text", "")  # another text may have been published since the page was shown
        revision = content.original.revisions.filter(pk=read).first() if IS_KEY(read) else None
        if revision is None:
            raise Http404
        content.nothing_to_translate(revision, by=request.user, note=note)
        self.log_change(request, content, [acts.message("followed", reason=note)])
        told = _("“%(title)s” follows the original's text of %(when)s.")
        self.message_user(request, told % {"title": content, "when": revision}, messages.SUCCESS)
