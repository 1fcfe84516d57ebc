from typing import Any

from django.contrib.auth import get_permission_codename
from django.db.models import QuerySet
from django.http import HttpRequest

from opendoors.content.admin import MissingIs404


class Rights(MissingIs404):
    """Part of `RevisableAdmin`: what this person finds, changes and publishes, as the querysets of the model say.

    Rows of `get_queryset` know the answers, so that a list asks nothing more, however long; of others one query asks.
    """

    def get_queryset(self, request):
        return super().get_queryset(request).readable_by(request.user).with_rights_of(request.user)

    def has_change_permission(self, request, obj=None):
        allowed = super().has_change_permission(request, obj)
        return allowed and (
            obj is None or self.is_among(self.model.objects.editable_by(request.user), obj, "is_editable")
        )

    def has_full_change_permission(self, request: HttpRequest, content: Any) -> bool:
        """Whether they may change all of it, as going back to an older text does."""
        return self.has_change_permission(request, content)

    def has_publish_permission(self, request: HttpRequest, content: Any = None) -> bool:
        """Whether they may publish this; without an object, whether there is anything that they may."""
        if content is None:
            codename = get_permission_codename("publish", self.opts)
            return request.user.has_perm(f"{self.opts.app_label}.{codename}")
        return self.is_among(self.model.objects.publishable_by(request.user), content, "is_publishable")

    def is_among(self, rows: QuerySet, content: Any, answer: str) -> bool:
        """Whether `content` is one of `rows`; a row of `get_queryset` knows it by the name of `answer`."""
        known = getattr(content, answer, None)
        return rows.filter(pk=content.pk).exists() if known is None else known
