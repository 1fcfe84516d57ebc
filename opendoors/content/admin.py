from django.contrib import admin

from opendoors.content.models import Attachment, Image


@admin.register(Image)
class ImageAdmin(admin.ModelAdmin):
    search_fields = ("alt",)


@admin.register(Attachment)
class AttachmentAdmin(admin.ModelAdmin):
    search_fields = ("title",)
