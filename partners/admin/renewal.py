from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from partners.models.agreements import SIGNED


class RenewedAdmin:
    """“Create renewal”: a draft with the same parties, fields and activities that says what it renews."""

    def get_urls(self):
        return [self.act_path("renew", self.renew_view, "renew"), *super().get_urls()]

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj and obj.status in SIGNED and self.has_add_permission(request):
            context["renew_url"] = self.act_url("renew", obj.pk)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def renew_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        agreement = self.record_for(request, object_id)
        if isinstance(agreement, HttpResponse):
            return agreement
        if agreement.status not in SIGNED or not self.has_add_permission(request):
            return self.back_to(request, agreement, _("Only what was signed can be renewed."), messages.ERROR)
        if request.method == "POST":
            return self._renewed(request, agreement)
        earlier = self.get_queryset(request).filter(renews=agreement)
        return self.show(request, "admin/partners/renew.html", agreement, _("Create renewal"), earlier=earlier)

    def _renewed(self, request: HttpRequest, agreement) -> HttpResponse:
        try:
            renewal = agreement.create_renewal(by=request.user)
        except ValidationError as error:
            return self.back_to(request, agreement, " ".join(error.messages), messages.ERROR)
        self.log_addition(request, renewal, [{"added": {}}])
        return self.back_to(request, renewal, _("This is the renewal, a draft: its parties and fields are copied."))
