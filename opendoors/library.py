"""Whose the pictures and files of the library are: everybody looks at all of it and uses it."""

from django.contrib import admin

from news.models.scope import edits_all
from opendoors.content.admin import AttachmentAdmin, ImageAdmin
from opendoors.content.models import Attachment, Image
from partners.models import StaffMembership, University

admin.site.unregister([Image, Attachment])


class OfUniversities:
    """Changed and deleted by the association, and by staff of a university of whoever uploaded it."""

    def is_theirs(self, request, obj):
        if super().is_theirs(request, obj) or edits_all(request.user):
            return True
        if not hasattr(request, "colleagues"):  # asked once, however many there are
            universities = University.objects.of_staff(request.user).values("pk")
            rows = StaffMembership.objects.filter(university__in=universities).order_by()
            request.colleagues = {*rows.values_list("user", flat=True)}
        return obj.uploaded_by_id in request.colleagues


@admin.register(Image)
class LibraryImageAdmin(OfUniversities, ImageAdmin):
    pass


@admin.register(Attachment)
class LibraryAttachmentAdmin(OfUniversities, AttachmentAdmin):
    pass
