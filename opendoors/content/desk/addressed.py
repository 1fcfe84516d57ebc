"""The screens of what has an address of its own: the columns of its list, and its page as readers would see it."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from opendoors.content.addresses import Addressed
from opendoors.content.desk.addressing import AddressedForm
from opendoors.content.desk.filters import StatusFilter
from opendoors.content.desk.timing import told_change
from opendoors.content.desk.translating import TranslatableAdmin
from opendoors.content.links.results import CheckedLink
from opendoors.content.slugs import slug_from
from opendoors.content.visits.told import told

STATUS_LABELS = dict(StatusFilter.STATUSES)


class AddressedAdmin(TranslatableAdmin):
    """Its model's page is what `page_of` says."""

    form = AddressedForm
    unrevised_fields = {"translation_of": _("Translation of"), "original_language": _("The original is")}

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("schedules").defer("latest_revision__snapshot")

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj and obj.live_revision_id:  # readers know it, or did
            context["visits"] = told(obj)
        if change and obj and request.method == "GET":
            context["broken_links"] = CheckedLink.objects.of(obj).broken()
        return super().render_change_form(request, context, add, change, form_url, obj)

    def page_of(self, request: HttpRequest, content: Any, notice: dict[str, Any]) -> HttpResponse:
        raise NotImplementedError

    def read_revision(self, request, content, notice):
        content.slug = content.slug or slug_from(content.title) or "untitled"  # what is being written may have none yet
        with translation.override(content.language), timezone.override(timezone.get_default_timezone()):
            return self.page_of(request, content, notice).render()

    @admin.display(description=_("status"), ordering="state")
    def status_label(self, content: Addressed) -> str:
        label = STATUS_LABELS[content.status]
        badge = format_html('<span class="desk-badge desk-badge--{}">{}</span>', content.status, label)
        told = [told_change(content.scheduled_change)] if content.scheduled_change else []
        told += [_("newer draft")] if content.has_unpublished_changes and not content.is_draft_scheduled else []
        told += self.told_reviewer(content)
        lines = format_html_join("", ' <span class="desk-newer">{}</span>', ((line,) for line in told))
        return format_html("{} {}{} {}", badge, self.why_link(content), lines, self.translation_label(content))

    @admin.display(description=_("date"), ordering="publish_at")
    def date(self, content: Addressed) -> str:
        return date_format(localtime(content.publish_at), "SHORT_DATETIME_FORMAT") if content.publish_at else "–"
