"""Guest links of a text: made, listed and revoked by whoever may edit it, with what guests have answered."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from opendoors.content import clock
from opendoors.content.desk import acts
from opendoors.content.desk.forms import IS_KEY
from opendoors.content.desk.past import told_moment
from opendoors.content.models import GuestLink, GuestNote, Revision
from opendoors.content.site_address import absolute

DAYS = (1, 3, 7, 14, 30)
USUAL = 7
MOMENT = "moment"  # instead of a number of days
LONGEST = timedelta(days=90)
TOLD = 5  # answers on the form, the newest


def _days() -> list[tuple[str, Any]]:
    days = [(str(number), ngettext("%d day", "%d days", number) % number) for number in DAYS]
    return [*days, (MOMENT, _("until the moment below"))]


class GuestLinkForm(forms.ModelForm):
    """`pinned` is the revision that can be chosen instead of always the newest one."""

    version = forms.ChoiceField(label=_("Which text"), widget=forms.RadioSelect, required=False)
    days = forms.ChoiceField(label=_("Works for"), choices=_days, initial=str(USUAL))
    until = forms.DateTimeField(
        label=_("Until"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    class Meta:
        model = GuestLink
        fields = ["name"]
        help_texts = {"name": _("So that you know this link from others. The guest does not see it.")}

    def __init__(self, *args: Any, pinned: Revision | None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.pinned = pinned
        choices = [("", _("Always the newest saved draft"))]
        if pinned:
            when = told_moment(pinned.created_at)
            choices.append((str(pinned.pk), _("Only the version of %(when)s, as it is") % {"when": when}))
        self.fields["version"].choices = choices

    def clean(self) -> dict[str, Any]:
        cleaned, now = super().clean(), clock.now()
        days, until = cleaned.get("days"), cleaned.get("until")
        if days == MOMENT and "until" not in self.errors:
            if until is None:
                self.add_error("until", _("Please say until when."))
            elif until <= now:
                self.add_error("until", _("This moment is over."))
            elif until > now + LONGEST:
                raise ValidationError({"until": _("At most %(days)d days from now.") % {"days": LONGEST.days}})
        cleaned["expires_at"] = until if days == MOMENT else days and now + timedelta(days=int(days))
        return cleaned


class Inviting:
    """Part of `RevisableAdmin`. Who may not edit the text finds neither its links nor a way to make or revoke one."""

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        page, revoke = self.admin_site.admin_view(self.guests_view), self.admin_site.admin_view(self.guest_revoke_view)
        return [
            path("<path:object_id>/guests/", page, name=f"{name}_guests"),
            path("<path:object_id>/guests/<int:link_id>/revoke/", revoke, name=f"{name}_guest_revoke"),
            *super().get_urls(),
        ]

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj and IS_POPUP_VAR not in {*request.GET, *request.POST}:
            links = list(GuestLink.objects.to(obj).select_related("made_by"))
            context["guests"] = {
                "links": sum(link.is_working for link in links),
                "notes": list(GuestNote.objects.about(obj).newest_first()[: TOLD + 1]) if links else [],
                "told": TOLD,
                "may_invite": self.has_change_permission(request, obj),
            }
        return super().render_change_form(request, context, add, change, form_url, obj)

    # ---- Views

    def guests_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        content = self._invited_to(request, object_id)
        asked = request.POST.get("version") or request.GET.get("revision", "")
        pinned = self._revision(content, int(asked)) if IS_KEY(asked) else content.latest_revision
        form = GuestLinkForm(request.POST or None, pinned=pinned, initial={"version": asked})
        if request.method == "POST" and form.is_valid():
            self._invite(request, content, form)
            return HttpResponseRedirect(self._url("guests", content))
        notes = Prefetch("notes", GuestNote.objects.newest_first())
        links = list(GuestLink.objects.to(content).told().newest_first().prefetch_related(notes))
        for link in links:
            link.address = absolute(request, self._guest_address(content, link)) if link.is_working else ""
        return self._show(request, "guests", content, _("Guest links"), form=form, links=links, now=clock.now())

    @method_decorator(require_POST)
    def guest_revoke_view(self, request: HttpRequest, object_id: str, link_id: int) -> HttpResponse:
        content = self._invited_to(request, object_id)
        if link_id >= 2**63:
            raise Http404
        link = get_object_or_404(GuestLink.objects.to(content), pk=link_id)
        if link.revoked_at is None:
            link.revoke(by=request.user)
            self.log_change(request, content, [acts.message("uninvited", reason=link.name)])
        self.message_user(request, _("The link for %(name)s does not work any more.") % {"name": link.name})
        return HttpResponseRedirect(self._url("guests", content))

    # ---- How

    def _invited_to(self, request: HttpRequest, object_id: str) -> Any:
        content = self._of(request, object_id)
        if not self.has_change_permission(request, content):
            raise Http404
        return content

    def _invite(self, request: HttpRequest, content: Any, form: GuestLinkForm) -> None:
        link = form.save(commit=False)
        link.content = content.live
        link.revision = form.pinned if form.cleaned_data["version"] else None
        link.expires_at = form.cleaned_data["expires_at"]
        link.made_by = request.user
        link.save()
        self.log_change(request, content, [acts.message("invited", reason=link.name)])
        told = _("The link for %(name)s is made: copy its address below.") % {"name": link.name}
        self.message_user(request, told, messages.SUCCESS)

    def _guest_address(self, content: Any, link: GuestLink) -> str:
        link.content = content.live  # known already
        return link.get_absolute_url()
