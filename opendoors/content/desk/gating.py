"""The publish gate in the editing screen: what it finds in the newest draft, where that is, and waivers of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from opendoors.content.desk import acts
from opendoors.content.desk.people import told_name
from opendoors.content.gate.findings import Finding
from opendoors.content.gate.rules import RULES
from opendoors.content.gate.waivers import Waiver

CHECK = "check"  # in the query of a form's address
SHOWN = 50  # findings of one kind


class WaiverForm(forms.ModelForm):
    class Meta:
        model = Waiver
        fields = ("reason",)


@dataclass(frozen=True)
class Told:
    """A finding as the screen shows it; `address` is where it is mended."""

    finding: Finding
    address: str
    waiver: Waiver | None = None

    @property
    def rule(self) -> Any:
        return RULES[self.finding.rule]

    @property
    def who(self) -> str:
        return told_name(self.waiver.by) if self.waiver else ""


class Gating:
    """Part of `RevisableAdmin`: the panel above the form, and the two acts upon a finding."""

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        views = [("waive/", self.waive_view, "waive"), ("waive/<int:key>/back/", self.unwaive_view, "unwaive")]
        paths = [
            path(f"<path:object_id>/{end}", self.admin_site.admin_view(require_POST(view)), name=f"{name}_{act}")
            for end, view, act in views
        ]
        return [*paths, *super().get_urls()]

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if change and obj and not obj.deleted_at and request.method == "GET":
            context["gate"] = self._gate_panel(request, obj) if CHECK in request.GET else None
        return super().render_change_form(request, context, add, change, form_url, obj)

    # ---- Views

    def waive_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        content = self._to_waive(request, object_id)
        finding = content.report().by_fingerprint.get(request.POST.get("finding", ""))
        form = WaiverForm(request.POST)
        if finding is None:
            messages.warning(request, _("This is no longer found in the newest text: there is nothing to waive."))
        elif not form.is_valid():
            messages.error(request, _("Nothing is waived without a reason of at most 300 characters."))
        else:
            with transaction.atomic():
                waiver = content.waive(finding, by=request.user, reason=form.cleaned_data["reason"])
                self._log_waiver(request, content, "waived", waiver)
            messages.success(request, _("Waived. It does not stop publishing any more."))
        return self._back_to_check(content)

    def unwaive_view(self, request: HttpRequest, object_id: str, key: int) -> HttpResponse:
        content = self._to_waive(request, object_id)
        waiver = content.waivers.filter(pk=key).first() if key < 2**63 else None
        if waiver is None:
            raise Http404
        with transaction.atomic():
            self._log_waiver(request, content, "unwaived", waiver)
            waiver.delete()
        messages.success(request, _("The waiver is taken back."))
        return self._back_to_check(content)

    # ---- Told after publishing

    def tell_stopped(self, request: HttpRequest, findings: list[Finding]) -> None:
        request.gate_told = True
        told = ngettext(
            "Kept as a draft, but not published: %(count)d thing stands against it.",
            "Kept as a draft, but not published: %(count)d things stand against it.",
            len(findings),
        )
        messages.error(request, told % {"count": len(findings)})

    def tell_warnings(self, request: HttpRequest, findings: list[Finding]) -> None:
        if findings:
            request.gate_told = True
            told = ngettext(
                "It is published, but %(count)d thing could be better.",
                "It is published, but %(count)d things could be better.",
                len(findings),
            )
            messages.warning(request, told % {"count": len(findings)})

    def form_address(self, request: HttpRequest, content: Any) -> str:
        """Of the form after a save: with the panel where the gate had something to say."""
        address = self._url("change", content)
        return f"{address}?{CHECK}=1#gate" if getattr(request, "gate_told", False) else address

    # ---- How

    def _to_waive(self, request: HttpRequest, object_id: str) -> Any:
        content = self._of(request, object_id)
        if content.deleted_at or not self.has_publish_permission(request, content):
            raise PermissionDenied
        return content

    def _gate_panel(self, request: HttpRequest, content: Any) -> dict[str, Any]:
        report = content.report()
        may_waive = self.has_publish_permission(request, content)
        return {
            "blocking": self._told_findings(request, report.blocking),
            "blocking_count": len(report.blocking),
            "warnings": self._told_findings(request, report.warnings),
            "warnings_count": len(report.warnings),
            "waived": [Told(finding, self._where(request, finding), waiver) for finding, waiver in report.waived],
            "may_waive": may_waive,
            "waive_url": self._url("waive", content),
            "reason_length": Waiver._meta.get_field("reason").max_length,
        }

    def _told_findings(self, request: HttpRequest, findings: Iterable[Finding]) -> list[Told]:
        return [Told(finding, self._where(request, finding)) for finding in [*findings][:SHOWN]]

    def _where(self, request: HttpRequest, finding: Finding) -> str:
        """The field in the form, or the screen of the record that the fault is in."""
        record = finding.record
        screen = self.admin_site._registry.get(type(record))
        if screen and screen.has_change_permission(request, record):
            name = f"{self.admin_site.name}:{record._meta.app_label}_{record._meta.model_name}_change"
            return reverse(name, args=[record.pk])
        return f"#id_{finding.place}"

    def _log_waiver(self, request: HttpRequest, content: Any, act: str, waiver: Waiver) -> None:
        told = acts.message(act, rule=waiver.rule, finding=waiver.finding, reason=waiver.reason)
        self.log_change(request, content, [told])

    def _back_to_check(self, content: Any) -> HttpResponse:
        return HttpResponseRedirect(f"{self._url('change', content)}?{CHECK}=1#gate")
