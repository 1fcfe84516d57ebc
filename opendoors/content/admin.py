"""The library of pictures and files, and what other admins need to show the editor and take uploads."""

from functools import partial
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from opendoors.content import documents, images, pictures
from opendoors.content.forms import ImageForm, PdfField, store_upload
from opendoors.content.links.listing import CheckedLinkAdmin
from opendoors.content.models import Attachment, CheckedLink, Image
from opendoors.content.richtext import relaxed_csp
from opendoors.content.usages import Usage, usages


class MissingIs404:
    """First base of every admin: what is not there for this person is 404, where Django leads away with a message."""

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        raise Http404


class PictureUploadAdmin:
    """First base of an admin whose form is a `PictureUploadMixin`: seconds of encoding pass before its transaction."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method == "POST":
            store_upload(request, "picture_upload")
        return super().changeform_view(request, object_id, form_url, extra_context)


class EditorAdmin:
    """First base of an admin whose form holds the editor: the security policy is relaxed on its forms, nowhere else."""

    @method_decorator(relaxed_csp)
    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        return super().changeform_view(request, object_id, form_url, extra_context)


class LibraryAdmin(MissingIs404, admin.ModelAdmin):
    """Everybody looks at all of it and uses it; changed and deleted it is by those of whom it is."""

    def is_theirs(self, request: HttpRequest, obj: Image | Attachment) -> bool:
        """Besides whoever uploaded it: that is for the site to say."""
        return obj.uploaded_by_id == request.user.pk

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and (obj is None or self.is_theirs(request, obj))

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and (obj is None or self.is_theirs(request, obj))


@admin.register(Image)
class ImageAdmin(LibraryAdmin):
    form = ImageForm
    list_display = ["thumbnail", "alt_en", "alt_ru", "credit", "dimensions", "uploaded_at"]
    list_display_links = ["thumbnail", "alt_en"]
    list_filter = ["is_decorative", "uploaded_at"]
    list_per_page = 50
    search_fields = ["alt_en", "alt_ru", "credit", "licence", "file"]
    show_full_result_count = False
    readonly_fields = ["preview", "dimensions", "uploaded_at", "uploaded_by", "used_in"]
    actions = None  # a bulk deletion would not say who uses what

    class Media:
        css = {"all": ["css/picture-library.css"]}
        js = [forms.widgets.Script("js/focal-point.js", type="module")]

    def get_fieldsets(self, request, obj=None):
        described = ["alt_en", "alt_ru", "is_decorative", "credit", "licence"]
        if obj is None:
            return [(None, {"fields": ["picture_upload", *described]})]
        return [
            (None, {"fields": ["preview", *described]}),
            (
                _("Focal point"),
                {
                    "fields": [("focal_x", "focal_y")],
                    "description": _("Stays in sight in every crop. Click on the picture above, or type the numbers."),
                },
            ),
            (_("About the file"), {"fields": ["dimensions", "uploaded_at", "uploaded_by", "used_in"]}),
        ]

    def get_object(self, request, object_id, from_field=None):
        image = super().get_object(request, object_id, from_field)
        if image:
            image.reader = request.user
        return image

    def has_change_permission(self, request, obj=None):
        own = obj is not None and obj.uploaded_by_id == request.user.pk and self.has_add_permission(request)
        return own or super().has_change_permission(request, obj)

    # ---- Uploading: the picture is stored first, its texts are a change of what is stored

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method == "POST" and object_id is None and self.has_add_permission(request):
            image = store_upload(request, "picture_upload")
            if image and image.was_known:
                return self._known(request, image)
            if image:
                request.new_picture = image
                object_id, form_url = str(image.pk), self._url(image)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def _known(self, request: HttpRequest, image: Image) -> HttpResponse:
        if IS_POPUP_VAR in request.POST:
            return self.response_add(request, image)
        self.message_user(request, _("This picture is already in the library: here it is."), messages.WARNING)
        return HttpResponseRedirect(self._url(image))

    def response_change(self, request, obj):
        if hasattr(request, "new_picture"):
            return self.response_add(request, obj)
        return super().response_change(request, obj)

    def log_change(self, request, obj, message):
        if hasattr(request, "new_picture"):
            return super().log_addition(request, obj, message)
        return super().log_change(request, obj, message)

    # ---- Deleting: refused while somebody shows it

    def get_deleted_objects(self, objs, request):
        deleted, counts, perms_needed, protected = super().get_deleted_objects(objs, request)
        for image in objs:
            protected = [*protected, *(_told(usage, request.user) for usage in usages(image))]
        return deleted, counts, perms_needed, list(dict.fromkeys(protected))

    def delete_model(self, request, obj):
        super().delete_model(request, obj)
        transaction.on_commit(partial(images.remove_files, obj))

    # ---- Columns and fields

    @admin.display(description=_("picture"))
    def thumbnail(self, image: Image) -> str:
        return pictures.thumbnail(image, alt=str(image))

    @admin.display(description=_("picture"))
    def preview(self, image: Image) -> str:
        return format_html("<span data-focal-point>{}</span>", pictures.thumbnail(image, 640))

    @admin.display(description=_("size"))
    def dimensions(self, image: Image) -> str:
        return f"{image.width} × {image.height}"

    @admin.display(description=_("used in"))
    def used_in(self, image: Image) -> str:
        found = [(_told(usage, image.reader),) for usage in usages(image)]
        return format_html_join("", "<div>{}</div>", found) if found else "—"

    def _url(self, image: Image) -> str:
        return reverse(f"{self.admin_site.name}:content_image_change", args=[image.pk])


def _told(usage: Usage, reader: AbstractBaseUser) -> str:
    """A title is told to those who may read what it belongs to, a link given to those who may edit it."""
    kind, rows = usage.user._meta.verbose_name, type(usage.user)._default_manager.filter(pk=usage.user.pk)
    if hasattr(rows, "visible_to") and not rows.visible_to(reader).exists():
        return _("%(kind)s of others (%(where)s)") % {"kind": kind, "where": usage.where}
    what = f"{kind}: {usage.user} ({usage.where})"
    is_link = usage.url and (not hasattr(rows, "editable_by") or rows.editable_by(reader).exists())
    return format_html('<a href="{}">{}</a>', usage.url, what) if is_link else what


class AttachmentForm(forms.ModelForm):
    file = PdfField(label=_("file"), help_text=_("PDF, at most 30 MB."))

    class Meta:
        model = Attachment
        fields = ["title", "file"]

    def clean(self) -> dict[str, Any]:
        """Writes the file before the row, so that a full disk is told beside the field and nothing else is lost."""
        cleaned = super().clean()
        if not self.errors and "file" in self.changed_data:
            try:
                self.instance.size = cleaned["file"].size
                cleaned["file"] = documents.store(cleaned["file"])
            except ValidationError as error:
                self.add_error("file", error)
        return cleaned


@admin.register(Attachment)
class AttachmentAdmin(LibraryAdmin):
    form = AttachmentForm
    list_display = ["title", "kilobytes", "uploaded_at"]
    search_fields = ["title"]
    show_full_result_count = False

    @admin.display(description=_("size"), ordering="size")
    def kilobytes(self, attachment: Attachment) -> str:
        return filesizeformat(attachment.size)

    def save_model(self, request, obj, form, change):
        obj.uploaded_by = obj.uploaded_by or request.user
        super().save_model(request, obj, form, change)


admin.site.register(CheckedLink, CheckedLinkAdmin)
