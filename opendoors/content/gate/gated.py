"""Content that passes the gate before readers get it."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models

from opendoors.content.gate.findings import Finding, GateClosed
from opendoors.content.gate.manuscript import Manuscript, Outline
from opendoors.content.gate.rules import findings
from opendoors.content.gate.severities import Severity
from opendoors.content.gate.waivers import Waiver


@dataclass
class Report:
    """What the gate says of a text as it is."""

    blocking: list[Finding] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)
    waived: list[tuple[Finding, Waiver]] = field(default_factory=list)

    @cached_property
    def by_fingerprint(self) -> dict[str, Finding]:
        """Those that can be waived."""
        return {finding.fingerprint: finding for finding in self.blocking}


class Gated(models.Model):
    """Names by `outline` what its fields mean to the rules."""

    waivers = GenericRelation("content.Waiver")

    outline: ClassVar[Outline] = Outline()

    class Meta:
        abstract = True

    def report(self, at: datetime | None = None) -> Report:
        """What the rules find in the values of this instance, links judged as of `at` or `publish_at`, if to come."""
        found = findings(Manuscript(self, self.outline, at or self.publish_at))
        blocking = [finding for severity, finding in found if severity == Severity.BLOCK]
        waived = {waiver.fingerprint: waiver for waiver in self._waivers()} if blocking else {}
        return Report(
            [finding for finding in blocking if finding.fingerprint not in waived],
            [finding for severity, finding in found if severity == Severity.WARN],
            [(finding, waived[finding.fingerprint]) for finding in blocking if finding.fingerprint in waived],
        )

    def pass_gate(self, at: datetime | None = None) -> list[Finding]:
        """Nothing, if the values of this instance may be made public at that moment; returns what it warns of.

        Raises GateClosed with what stops it.
        """
        report = self.report(at)
        if report.blocking:
            raise GateClosed(report.blocking)
        return report.warnings

    def waive(self, finding: Finding, *, by: AbstractBaseUser | None, reason: str) -> Waiver:
        """Let this finding pass from now on."""
        told = {"rule": finding.rule, "finding": str(finding)[:300], "reason": reason, "by": by}
        return self.waivers.update_or_create(fingerprint=finding.fingerprint, defaults=told)[0]

    def _waivers(self) -> models.QuerySet[Waiver]:
        return self.waivers.select_related("by") if self.pk else Waiver.objects.none()
