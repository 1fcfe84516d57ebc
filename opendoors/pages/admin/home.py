"""What the home page is made of."""

from django.contrib import admin
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin

from opendoors.content.admin import MissingIs404
from opendoors.pages.forms import DeadlineForm
from opendoors.pages.models import Deadline, Figure, HomePage
from opendoors.pages.models.home import ONLY


@admin.register(Deadline)
class DeadlineAdmin(MissingIs404, TranslationAdmin):
    form = DeadlineForm
    list_display = ("title", "moment", "told_tracks", "is_published")
    list_filter = ("is_published",)
    search_fields = ("title_en", "title_ru")
    ordering = ("-at", "-pk")
    fields = ("title", "at", "zone", "tracks", "link", "is_published")

    @admin.display(description=_("moment"), ordering="at")
    def moment(self, deadline: Deadline) -> str:
        """In its own zone, as readers see it."""
        return f"{date_format(deadline.local, 'DATETIME_FORMAT')}, {deadline.zone_name}"

    @admin.display(description=_("tracks"))
    def told_tracks(self, deadline: Deadline) -> str:
        return ", ".join(map(str, deadline.track_names)) or _("all")


@admin.register(Figure)
class FigureAdmin(MissingIs404, TranslationAdmin):
    list_display = ("value", "label", "as_of", "source_name", "position", "is_published")
    list_editable = ("position",)
    list_filter = ("is_published",)
    search_fields = ("label_en", "label_ru", "value_en")
    ordering = ("position", "pk")
    fieldsets = (
        (None, {"fields": ("value", "label", "position", "is_published")}),
        (
            _("Source"),
            {
                "fields": ("as_of", "source_name", "source_url"),
                "description": _("A figure is published with its date and the name and address of its source."),
            },
        ),
    )


@admin.register(HomePage)
class HomePageAdmin(MissingIs404, TranslationAdmin):
    """There is one row, so the list leads on to it."""

    fieldsets = (
        (
            _("Statement"),
            {
                "fields": ("statement_title", "statement_text", "action_label", "action_address"),
                "description": _("What stands first. Without words of yours the site says its own, and has no button."),
            },
        ),
        (_("What it shows"), {"fields": ("deadlines_shown", "shows_figures", "shows_partners")}),
    )

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def changelist_view(self, request, extra_context=None):
        response = super().changelist_view(request, extra_context)  # which refuses whoever may not look
        address = reverse(f"{self.admin_site.name}:pages_homepage_change", args=[ONLY])
        return HttpResponseRedirect(address) if HomePage.objects.filter(pk=ONLY).exists() else response
