"""“My calendar”: the secret address under which one reads the deadlines of the agreements that one may edit."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from opendoors.content.site_address import absolute
from partners.models import CalendarToken


class CalendarAdmin:
    def get_urls(self):
        seen = self.admin_site.admin_view
        return [
            path("calendar/", seen(self.calendar_view), name="partners_agreement_calendar"),
            path(
                "calendar/revoke/",
                seen(require_POST(self.revoke_calendar_view)),
                name="partners_agreement_calendar_revoke",
            ),
            *super().get_urls(),
        ]

    def calendar_view(self, request: HttpRequest) -> HttpResponse:
        """A new address is in the answer to the POST and nowhere else: only its hash is kept."""
        if not self.has_view_permission(request):
            return self._get_obj_does_not_exist_redirect(request, self.opts, "calendar")
        address = ""
        if request.method == "POST":
            token = CalendarToken.objects.issue(request.user)
            address = absolute(request, reverse("partners:calendar", args=[token]))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("My calendar"),
            "token": CalendarToken.objects.of(request.user).live().first(),
            "address": address,
            "webcal": f"webcal:{address.partition(':')[2]}",
        }
        return TemplateResponse(request, "admin/partners/calendar.html", context)

    def revoke_calendar_view(self, request: HttpRequest) -> HttpResponse:
        CalendarToken.objects.of(request.user).revoke()
        self.message_user(
            request, _("The address has been revoked: nobody reads your calendar there any more."), messages.SUCCESS
        )
        return HttpResponseRedirect(reverse("admin:partners_agreement_calendar"))
