"""Who may see and edit which record: the association's staff all, a university's staff what is theirs.

A record is editable by the staff of the universities that own it or take part in it (and of the universities that
these are parts of), and by whoever entered it as long as it is a draft.
"""

from typing import Self
from uuid import UUID, uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Value, Window
from django.db.models.functions import Coalesce, NullIf, RowNumber
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

MANAGE_ALL = "partners.manage_all_partners"
# How deep parts may nest: university > campus > faculty > department.
DEEPEST = 4
# Path from a university to all that it is part of, for select_related: its full name asks for them.
PARENTS = "__".join(["parent"] * (DEEPEST - 1))


def is_partners_staff(user) -> bool:
    return user.is_active and user.is_staff


def manages_all(user) -> bool:
    return is_partners_staff(user) and user.has_perm(MANAGE_ALL)


def upward(path: str) -> list[str]:
    """Lookups from `path` (to a university; '' for the model itself) to it and to each of its parents."""
    steps = ["parent"] * (DEEPEST - 1)
    lookups = ["__".join(filter(None, [path, *steps[:height]])) for height in range(DEEPEST)]
    return [lookup or "pk" for lookup in lookups]


def topmost(path: str) -> Coalesce:
    """The key of what the university at `path` is part of in the end; its own, if of nothing."""
    return Coalesce(*reversed(upward(path)))


def hidden(path: str) -> Q:
    """Lookups for: the university at `path`, or anything it is part of, is no business of visitors yet."""
    condition = Q()
    for lookup in upward(path):
        condition |= Q(**{f"{lookup}__is_published": False})
    return condition


class NamedQuerySet(models.QuerySet):
    def by_name(self) -> Self:
        """By the name that readers of the current language see."""
        return self.order_by(*self._name_order())

    def _name_order(self) -> list:
        codes = sorted((code for code, _name in settings.LANGUAGES), key=lambda code: code != get_language())
        names = [NullIf(f"{self.model.named_by}_{code}", Value("")) for code in codes]
        return [Coalesce(*names), "pk"]


class ScopedQuerySet(NamedQuerySet):
    """Needs `owned_through`: lookups from the model to the universities whose staff may edit it."""

    owned_through: tuple[str, ...] = ()

    def published(self) -> Self:
        return self.filter(self._published())

    def editable_by(self, user) -> Self:
        if manages_all(user):
            return self
        if not is_partners_staff(user):
            return self.none()
        return self.filter(self._theirs(user))

    def visible_to(self, user) -> Self:
        """The one gate: what this person may open. Visitors: what is published."""
        if manages_all(user):
            return self
        if not is_partners_staff(user):
            return self.published()
        return self.filter(self._published() | self._theirs(user))

    def with_public_id(self, public_id: UUID) -> "Scoped | None":
        return self.filter(public_id=public_id).first()

    def latest_entered(self) -> Self:
        return self.order_by("-pk")

    def first_of_each(self, group: str, most: int) -> Self:
        """The first `most` of each group, by the order that these have, group by group."""
        place = Window(RowNumber(), partition_by=F(group), order_by=list(self.query.order_by))
        return self.annotate(place=place).filter(place__lte=most).order_by(group, "place")

    def _published(self) -> Q:
        return Q(is_published=True)

    def _theirs(self, user) -> Q:
        mine = user.staff_memberships.order_by().values("university")
        condition = Q(created_by=user, is_published=False)
        for path in self.owned_through:
            owned = Q()
            for lookup in upward(path):
                owned |= Q(**{f"{lookup}__in": mine})
            # A subquery instead of a join: a record with two parties of ours would come twice.
            condition |= Q(pk__in=self.model._base_manager.filter(owned).order_by().values("pk"))
        return condition


class Scoped(models.Model):
    # Names the record to the outside for good, in open data and calendars: an address changes with a slug, this never.
    public_id = models.UUIDField(_("public identifier"), unique=True, default=uuid4, editable=False)
    is_published = models.BooleanField(
        _("published"), default=False, help_text=_("Visitors see it. A new record is a draft until someone ticks this.")
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("entered by"),
    )
    created_at = models.DateTimeField(_("entered"), auto_now_add=True)
    updated_at = models.DateTimeField(_("last changed"), auto_now=True)

    class Meta:
        abstract = True

    def is_editable_by(self, user) -> bool:
        return type(self)._default_manager.editable_by(user).contains(self)
