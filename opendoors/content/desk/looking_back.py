from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone, translation
from django.utils.cache import add_never_cache_headers
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext_lazy as _

from opendoors.content import clock, zones
from opendoors.content.desk.people import told_name
from opendoors.content.moments import MomentForm
from opendoors.content.publications import Known


class PastForm(MomentForm):
    def clean_at(self) -> datetime:
        moment = self.cleaned_data["at"]
        if moment > clock.now():
            raise ValidationError(_("Choose a moment that has been."))
        return moment


class LookingBack:
    """Part of `RevisableAdmin`: the text as visitors read it at an earlier moment."""

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_past"
        view = self.admin_site.admin_view(self.past_view)
        return [path("<path:object_id>/history/at/", view, name=name), *super().get_urls()]

    def past_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        content = self._of(request, object_id)
        form = PastForm(request.GET or None)
        known = None
        with timezone.override(zones.known(request.GET.get("zone_shown", "")) or get_current_timezone()):
            if form.is_valid():
                known = content.known_at(form.cleaned_data["at"])
                if known.revision:
                    return self._as_it_was(request, content, form.cleaned_data["at"], known)
        context = {"form": form, "known": known, "asked": form.cleaned_data.get("at") if known else None}
        return self._show(request, "past", content, _("As visitors read it"), **context)

    def _as_it_was(self, request: HttpRequest, content: Any, moment: datetime, known: Known) -> HttpResponse:
        told = _(
            "Only staff can see this page: as visitors read it on %(when)s. Public since %(since)s, saved by %(who)s."
        )
        when, since = zones.told_moment(moment), zones.told_moment(known.since)
        notice = {
            "template": "content/_revision_notice.html",
            "told": told % {"when": when, "since": since, "who": told_name(known.revision.author)},
            "back": _("Back to the history"),
            "url": self._url("history", content),
            "language": translation.get_language(),
        }
        response = self.read_revision(request, content.live.as_of(known.revision.snapshot), notice)
        add_never_cache_headers(response)
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response
