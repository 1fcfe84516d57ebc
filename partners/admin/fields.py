from django.contrib import admin

from partners.admin.scoped import RegisterAdmin
from partners.models import Field


@admin.register(Field)
class FieldAdmin(RegisterAdmin):
    list_display = ("name_en", "name_ru", "isced_code")
    search_fields = ("name_en", "name_ru", "isced_code")
    view_on_site = False
    ordering = ("name_en",)
    fields = ("name", "slug", "isced_code")
