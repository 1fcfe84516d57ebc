from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from opendoors.content.models import Review


class StatusFilter(admin.SimpleListFilter):
    """Filters by what time and people have made of it; the bin only when asked for. Values are queryset methods."""

    title = _("status")
    parameter_name = "status"
    STATUSES = (
        ("drafts", _("Draft")),
        ("in_review", _("In review")),
        ("scheduled", _("Scheduled")),
        ("published", _("Public")),
        ("with_changes_ahead", _("Changes scheduled")),
        ("expired", _("Expired")),
        ("withdrawn", _("Withdrawn")),
        ("in_bin", _("In the bin")),
    )

    def lookups(self, request, model_admin):
        return self.STATUSES

    def queryset(self, request, queryset):
        return getattr(queryset, self.value())() if self.value() in dict(self.STATUSES) else queryset.not_in_bin()


class ReviewFilter(admin.SimpleListFilter):
    """Filters by who is asked to look at it before it is public."""

    title = _("review")
    parameter_name = "review"

    def lookups(self, request, model_admin):
        return [("mine", _("Waiting for my review")), ("any", _("Waiting for a review"))]

    def queryset(self, request, queryset):
        if self.value() == "mine":
            return queryset.reviewed(Review.objects.for_reviewer(request.user))
        return queryset.awaiting_review() if self.value() == "any" else queryset
