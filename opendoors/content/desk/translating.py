"""Translations in the admin: how they stand to their originals, and what changed there."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.forms.widgets import Script
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from opendoors.content.desk import acts
from opendoors.content.desk.beside import put_beside
from opendoors.content.desk.following import changed_fields
from opendoors.content.desk.forms import IS_KEY
from opendoors.content.desk.marks import TranslatableForm
from opendoors.content.desk.reasons import Reason, Way
from opendoors.content.desk.screens import RevisableAdmin
from opendoors.content.desk.siblings import TranslatedChangeList, others, siblings
from opendoors.content.originals import CAUGHT_UP, OUTDATED, Translatable


class TranslationFilter(admin.SimpleListFilter):
    """By what is left to do in other languages. Values are queryset methods; the list may begin with one of them."""

    title = _("translation")
    parameter_name = "translation"
    ALL = "all"
    CHOICES = (
        ("to_translate", _("To translate or bring up to date")),
        ("untranslated", _("Not translated yet")),
        ("outdated", _("Outdated translations")),
        ("caught_up", _("Outdated, the draft is up to date")),
        ("up_to_date", _("Up to date")),
    )

    def __init__(self, request, params, model, model_admin):
        super().__init__(request, params, model, model_admin)
        self.first = "" if request.GET else model_admin.listed_first(request)

    def lookups(self, request, model_admin):
        return self.CHOICES

    def value(self):
        return super().value() or self.first or self.ALL

    def choices(self, changelist):
        for value, label in ((self.ALL, pgettext_lazy("filter", "All")), *self.lookup_choices):
            query = changelist.get_query_string({self.parameter_name: value})
            yield {"selected": self.value() == value, "query_string": query, "display": label}

    def queryset(self, request, queryset):
        return getattr(queryset, self.value())() if self.value() in dict(self.CHOICES) else queryset


class NothingForm(forms.Form):
    note = forms.CharField(
        label=_("Why"), required=False, max_length=150, widget=forms.TextInput(attrs={"class": "vTextField"})
    )


class TranslatableAdmin(RevisableAdmin):
    form = TranslatableForm

    class Media:
        css = {"all": ["css/beside.css"]}
        js = [Script("js/beside.js", type="module")]

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_nothing_to_translate"
        view = self.admin_site.admin_view(self.nothing_to_translate_view)
        return [path("<path:object_id>/nothing-to-translate/", view, name=name), *super().get_urls()]

    def get_changelist(self, request, **kwargs):
        return TranslatedChangeList

    def listed_first(self, request: HttpRequest) -> str:
        """The choice of `TranslationFilter` with which this person's list opens."""
        return ""

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
        original = content.original
        if original and not self.model.objects.readable_by(request.user).contains(original):
            original = None  # it may be public at the moment that is asked about, and be told by nobody before
        if original and content.live.translation_state in (OUTDATED, CAUGHT_UP):
            words = _("It is a translation, and follows an older text than the one published now: “%(original)s”.")
            way = Way(_("What changed in the original"), f"{told.form_url}#original-title")
            notes.append(Reason("", False, words % {"original": original}, (way,)))
        return notes

    # ---- Lists and forms

    @admin.display(description=_("translation"))
    def translation_label(self, content: Translatable) -> str:
        """Of a translation: whether it follows its original."""
        return render_to_string("admin/content/_following.html", {"sibling": getattr(content, "told", None)})

    @admin.display(description=_("in other languages"))
    def in_other_languages(self, content: Translatable) -> str:
        return render_to_string("admin/content/_siblings.html", {"siblings": content.siblings, "short": True})

    # ---- The form

    def asked_original(self, request: HttpRequest) -> Translatable | None:
        """What “Add a translation” was pressed for."""
        key = request.GET.get("original", "")
        return self.offered_originals(request).filter(pk=key).first() if IS_KEY(key) else None

    def offered_originals(self, request: HttpRequest) -> models.QuerySet:
        return self.model.objects.visible_to(request.user)

    def get_changeform_initial_data(self, request):
        """Nothing else is taken from the address."""
        initial = {"language": request.GET.get("language", settings.LANGUAGE_CODE)}
        original = self.asked_original(request)
        if original is None:
            return initial
        names = (*original.copied_fields, *(original.text_fields if request.GET.get("text") == "original" else ()))
        mark = [original.text_revision.pk] if original.text_revision else []
        address = {"translation_of": original.get_absolute_url(), "caught_up": mark}
        return initial | address | original.copied(names)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        original = self.asked_original(request) if obj is None else self._visible_original(request, obj)
        if obj is None:
            context["starting"] = original and self._starting(request, original)
        else:
            group = siblings(request, [obj.live], may_add=self.has_add_permission(request))[obj.pk]
            context |= {"siblings": others(obj, group), "following": original and self._following(obj, original)}
        response = super().render_change_form(request, context, add, change, form_url, obj)
        if original and (obj is None or self.has_change_permission(request, obj)):
            # Last of all: until then nobody need know that the boxes have company.
            put_beside(context["adminform"].form, original, obj and obj.translated_revision)
        return response

    def _starting(self, request: HttpRequest, original: Translatable) -> dict[str, Any]:
        query = request.GET.copy()
        has_text = query.pop("text", [""])[-1] == "original"
        if not has_text:
            query["text"] = "original"
        return {"original": original, "has_text": has_text, "other": f"?{query.urlencode()}"}

    def _visible_original(self, request: HttpRequest, content: Translatable) -> Translatable | None:
        original = content.original
        visible = original and self.model.objects.visible_to(request.user).contains(original)
        return original if visible else None

    def _following(self, content: Translatable, original: Translatable) -> dict[str, Any]:
        """What the form of a translation says of its original."""
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
        original = content and self._visible_original(request, content)
        if original is None or original.text_revision is None:
            raise Http404
        if not self.has_change_permission(request, content):
            raise PermissionDenied
        form = NothingForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            self._say_nothing(request, content, form.cleaned_data["note"])
            return HttpResponseRedirect(self._url("change", content))
        title = _("Nothing to translate")
        context = {"form": form, "following": self._following(content, original)}
        return self._show(request, "nothing_to_translate", content, title, **context)

    def _say_nothing(self, request: HttpRequest, content: Translatable, note: str) -> None:
        read = request.POST.get("text", "")  # another text may have been published since the page was shown
        revision = content.original.texts_for(request.user).filter(pk=read).first() if IS_KEY(read) else None
        if revision is None:
            raise Http404
        content.nothing_to_translate(revision, by=request.user, note=note)
        self.log_change(request, content, [acts.message("followed", reason=note)])
        told = _("“%(title)s” follows the original's text of %(when)s.")
        self.message_user(request, told % {"title": content, "when": revision}, messages.SUCCESS)
