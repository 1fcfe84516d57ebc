"""Which parts of an article's form are whose: part of `ArticleAdmin`. Whose article it is, `models/scope.py` says."""

from functools import partial

from django.contrib.admin.utils import flatten
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from news.models import Article
from news.models.scope import UNKNOWN_TO_READERS, edits_all, writes
from opendoors.content.models import Image
from partners.models import University

# What a translator writes: the words of an article and what belongs to one language alone.
WORDS = ("title", "slug", "lead", "body", "cover_caption", "byline", "source_name", "attachments", "corrections")
# Boxes of the form that belong to no field of the row.
BOXES = (
    "translation_of",
    "original_language",
    "recognised",
    "picture_upload",
    "picture_alt",
    "picture_is_decorative",
    "picture_credit",
)


class ArticleRights:
    def is_writable(self, request: HttpRequest, article: Article) -> bool:
        return self.is_among(Article.objects.writable_by(request.user), article, "is_writable")

    def has_full_change_permission(self, request, content):
        return self.has_change_permission(request, content) and self.is_writable(request, content)

    def has_delete_permission(self, request, obj=None):
        """What readers know, or somebody else wrote, is taken away only by those who may publish it."""
        allowed = super().has_delete_permission(request, obj)
        if not allowed or obj is None:
            return allowed
        is_own = obj.created_by_id == request.user.pk and obj.state in UNKNOWN_TO_READERS
        return (is_own and self.is_writable(request, obj)) or self.has_publish_permission(request, obj)

    # ---- The words alone

    def writes_words_alone(self, request: HttpRequest, article: Article | None) -> bool:
        if article is None:
            return not (writes(request.user) or edits_all(request.user))
        return not self.is_writable(request, article) and self.has_change_permission(request, article)

    def get_readonly_fields(self, request, obj=None):
        names = ("language",) if obj else ()
        if not self.writes_words_alone(request, obj):
            return names
        fields = {field.name for field in self.opts.get_fields() if field.concrete and field.editable} | {*BOXES}
        return (*names, *sorted(fields - {*WORDS, *names, "language"}))

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if not self.writes_words_alone(request, obj):
            return fieldsets
        # Of an article that is not there yet, there is nothing to read.
        left_out = {*BOXES} if obj else {*BOXES, *self.get_readonly_fields(request)}
        kept = [
            (title, {**options, "fields": [name for name in flatten(options["fields"]) if name not in left_out]})
            for title, options in fieldsets
        ]
        return [(title, options) for title, options in kept if options["fields"]]

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if object_id is None and self.asked_original(request) is None and self.writes_words_alone(request, None):
            if request.method == "POST" or not self.has_add_permission(request):
                raise PermissionDenied
            self.message_user(request, _("Open the article that you translate, and add a translation there."))
            return HttpResponseRedirect(reverse(f"{self.admin_site.name}:news_article_changelist"))
        return super().changeform_view(request, object_id, form_url, extra_context)

    def changelist_view(self, request, extra_context=None):
        may_add = self.get_model_perms(request)["add"]
        return super().changelist_view(request, {**(extra_context or {}), "has_add_permission": may_add})

    def get_model_perms(self, request):
        """A translation is added where its original is, and from nowhere else."""
        permissions = super().get_model_perms(request)
        return permissions | ({"add": False} if self.writes_words_alone(request, None) else {})

    def listed_first(self, request):
        return "to_translate" if self.writes_words_alone(request, None) else ""

    def offered_originals(self, request):
        return Article.objects.translatable_by(request.user)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        form.may_describe = partial(self.admin_site.get_model_admin(Image).has_change_permission, request)
        if obj is None and self.writes_words_alone(request, None):
            form.original = self.asked_original(request)
        return form

    # ---- Whose it is

    def get_autocomplete_fields(self, request):
        """What one may give it to is a short list; the whole register would offer what cannot be chosen."""
        names = super().get_autocomplete_fields(request)
        return names if edits_all(request.user) else tuple(name for name in names if name != "owner")

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "owner" and not edits_all(request.user):
            field.queryset = University.objects.of_staff(request.user).by_name()
        return field
