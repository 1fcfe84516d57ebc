"""Whose articles a member of staff writes, translates and publishes. `opendoors/roles.py` says who may do which at all.

An article belongs to its `owner`, whose staff are also the staff of what the owner is part of. Without one it is the
association's: of those who edit all articles, and, until readers know it, of whoever wrote it.
"""

from typing import Self

from django.db.models import Exists, OuterRef, Q

from opendoors.content.originals import IS_TRANSLATION
from opendoors.content.publishing import State
from opendoors.content.reviews import ReviewableQuerySet, people_with
from opendoors.content.scheduling import RevisableQuerySet
from partners.models import StaffMembership, University

UNKNOWN_TO_READERS = (State.DRAFT, State.IN_REVIEW)
NOTHING = Q(pk__in=())


def edits_all(user) -> bool:
    return user.has_perm("news.edit_all_articles")


def writes(user) -> bool:
    return user.has_perm("news.write_article")


def _is_limited(user) -> bool:
    """Whoever is no staff is refused in any case."""
    return user.is_staff and not edits_all(user)


def _theirs(user) -> Q:
    """What their universities own. Put together once for each person: a screen asks for it many times."""
    if not hasattr(user, "_owning"):
        user._owning = Q(owner__in=University.objects.of_staff(user).values("pk"))
    return user._owning


def _written(user) -> Q:
    own = Q(owner=None, created_by=user.pk, state__in=UNKNOWN_TO_READERS)
    return _theirs(user) | own if writes(user) else NOTHING


def _translated(user) -> Q:
    """Besides what they write. A translator who belongs to no university works for the association."""
    if not user.has_perm("news.translate_article"):
        return NOTHING
    unowned = Q(owner=None) & ~Exists(StaffMembership.objects.filter(user=user.pk))
    return unowned if writes(user) else _theirs(user) | unowned


class ScopedArticleQuerySet(ReviewableQuerySet, RevisableQuerySet):
    """Conditions, not querysets that are put together: the statement is less than half as long."""

    def writable_by(self, user) -> Self:
        """What this person may change in every part: all, or what their universities own, or their own drafts."""
        rows = super().editable_by(user)
        return rows.filter(_written(user)) if _is_limited(user) else rows

    def translatable_by(self, user) -> Self:
        """What this person may add a translation to: what they write themselves, and what their universities own."""
        rows = super().editable_by(user)
        return rows.filter(_written(user) | _translated(user)) if _is_limited(user) else rows

    def editable_by(self, user) -> Self:
        """What this person may change at least in its words: see `writable_by` for the rest of it."""
        rows = super().editable_by(user)
        if not _is_limited(user):
            return rows
        return rows.filter(_written(user) | _translated(user) & IS_TRANSLATION)

    def publishable_by(self, user) -> Self:
        """An editor of a university publishes what it owns, and nothing of the association's."""
        rows = super().publishable_by(user)
        return rows.filter(_theirs(user)) if _is_limited(user) else rows

    def publishers(self):
        """Whoever edits all, and the editors of what owns one of these or of what the owner is part of."""
        owners = {*self.order_by().values_list("owner", flat=True)}
        staff = StaffMembership.objects.filter(university__in=University.objects.lineage(owners))
        everywhere = people_with("news.edit_all_articles")
        return super().publishers().filter(Q(pk__in=everywhere.values("pk")) | Q(pk__in=staff.values("user")))

    def written_by(self, user) -> Self:
        """Also what was handed over to them."""
        return super().written_by(user) | self.filter(created_by=user.pk)

    def readable_by(self, user) -> Self:
        """A translator reads what is still to be translated."""
        return self.translatable_by(user)

    def with_rights_of(self, user) -> Self:
        rows = self.model._default_manager.filter(pk=OuterRef("pk"))
        return super().with_rights_of(user).annotate(is_writable=Exists(rows.writable_by(user)))

    def unpublished_by(self, user) -> Self:
        """What this person wrote and readers cannot read now; in the bin, as long as it can be restored."""
        return self.not_overdue().filter(created_by=user.pk).exclude(pk__in=self.model.objects.published())
