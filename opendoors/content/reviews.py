"""Reviews: somebody asks a colleague to look at a text before readers get it. Every question and its answer is kept.

An open row is what waits, also for a draft beside a text that readers know. Where they know none, `state` says “in
review” besides, which keeps what is being written and what is ready apart in the list.
"""

from datetime import timedelta
from typing import Any, Self

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.contrib.contenttypes.fields import GenericForeignKey, GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from opendoors.content import clock
from opendoors.content.publishing import Publishable, PublishableQuerySet, State

PERMISSIONS = "django.contrib.auth.backends.ModelBackend"  # where accounts have them from
NEWS_FOR = timedelta(days=7)  # how long an answer stays on the first page of who asked


def people_with(permission: str) -> models.QuerySet:
    """Active accounts that have it, by a group or by themselves; superusers have all."""
    return get_user_model()._default_manager.with_perm(permission, backend=PERMISSIONS)


class Outcome(models.TextChoices):
    PUBLISHED = "published", gettext_lazy("Published")
    SENT_BACK = "sent_back", gettext_lazy("Sent back")
    TAKEN_BACK = "taken_back", gettext_lazy("Taken back")


class ReviewQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(answered_at__isnull=True)

    def for_reviewer(self, user: AbstractBaseUser) -> Self:
        return self.open().filter(reviewer=user)

    def asked(self, user: AbstractBaseUser) -> Self:
        return self.filter(asked_by=user)

    def to_mend(self) -> Self:
        """Sent back, and neither sent again nor put aside since."""
        return self.filter(outcome=Outcome.SENT_BACK, seen_at__isnull=True)

    def pending(self) -> Self:
        """Open, or to mend."""
        return self.filter(Q(answered_at__isnull=True) | Q(outcome=Outcome.SENT_BACK, seen_at__isnull=True))

    def just_published(self) -> Self:
        """By somebody else than who asked, within the last days."""
        recent = self.filter(outcome=Outcome.PUBLISHED, answered_at__gt=clock.now() - NEWS_FOR)
        return recent.exclude(answered_by=models.F("asked_by"))

    def with_people(self) -> Self:
        return self.select_related("asked_by", "reviewer", "answered_by")

    def newest_first(self) -> Self:
        return self.order_by("-pk")


class Review(models.Model):
    """A text was sent to a reviewer; `outcome` is empty until somebody answers, who need not be the reviewer."""

    content_type = models.ForeignKey(ContentType, models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    content = GenericForeignKey()
    revision = models.ForeignKey("content.Revision", models.SET_NULL, null=True, related_name="+")  # as it was sent
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    message = models.TextField(blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    comment = models.TextField(blank=True)
    seen_at = models.DateTimeField(null=True)  # since when what was sent back is no longer shown to who asked

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("review")
        verbose_name_plural = gettext_lazy("reviews")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id"],
                condition=Q(answered_at__isnull=True),
                name="content_review_one_open",
            ),
            models.CheckConstraint(
                condition=Q(outcome="", answered_at__isnull=True)
                | Q(outcome__in=Outcome.values, answered_at__isnull=False),
                name="content_review_answered_or_open",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=Outcome.SENT_BACK) | ~Q(comment=""), name="content_review_sent_back_with_comment"
            ),
        ]
        indexes = [models.Index(fields=["content_type", "object_id", "-id"], name="content_review_newest")]

    def __str__(self) -> str:
        return f"{self.content_type} {self.object_id}, {self.asked_at:%Y-%m-%d %H:%M}"

    @property
    def is_open(self) -> bool:
        return self.answered_at is None

    def has_changed_since(self, content: Any) -> bool:
        """Whether the newest text is another than the one that was sent."""
        return self.revision_id is not None and content.latest_revision_id != self.revision_id


class ReviewableQuerySet(PublishableQuerySet):
    def awaiting_review(self) -> Self:
        """With an open review; a plain “in review” without one waits as well."""
        return self.filter(Q(pk__in=self._of(Review.objects.open())) | Q(state=State.IN_REVIEW)).not_in_bin()

    def reviewed(self, reviews: ReviewQuerySet) -> Self:
        """What these reviews are of, each with them in `found_reviews` and with the key of the newest, `review_key`."""
        told = models.Prefetch("reviews", reviews.with_people().newest_first(), to_attr="found_reviews")
        kind = ContentType.objects.get_for_model(self.model)
        newest = reviews.newest_first().filter(content_type=kind, object_id=models.OuterRef("pk")).values("pk")[:1]
        found = self.not_in_bin().annotate(review_key=models.Subquery(newest))
        return found.filter(review_key__isnull=False).prefetch_related(told)

    def publishers(self) -> models.QuerySet:
        """Who may publish some of these: `publishable_by` the other way round. Whoever narrows one narrows both."""
        meta = self.model._meta
        may = [people_with(f"{meta.app_label}.{verb}_{meta.model_name}") for verb in ("change", "publish")]
        return may[0].filter(is_staff=True, pk__in=may[1].values("pk"))

    def without(self, reviews: ReviewQuerySet) -> Self:
        return self.exclude(pk__in=self._of(reviews))

    def made_public(self) -> Self:
        """Public by an act of somebody, be it for later or for a time that is over."""
        return self.filter(state=State.PUBLIC)

    def by_last_change(self) -> Self:
        return self.order_by("-latest_revision_id")

    def with_pending_reviews(self) -> Self:
        """Each with what of its reviews is not settled in the list `pending_reviews`, newest first."""
        pending = Review.objects.pending().with_people().newest_first()
        return self.prefetch_related(models.Prefetch("reviews", pending, to_attr="pending_reviews"))

    def written_by(self, user: AbstractBaseUser | AnonymousUser) -> Self:
        """Where any of the kept texts is theirs."""
        return self.filter(models.Exists(self._revisions().filter(object_id=models.OuterRef("pk"), author=user.pk)))

    def unfinished(self) -> Self:
        """Drafts, those beside a public text included, which nobody has been asked to review."""
        newer = ~Q(latest_revision=models.F("live_revision")) & Q(state__in=(State.PUBLIC, State.WITHDRAWN))
        found = self.not_in_bin().filter(Q(state=State.DRAFT) | newer & Q(latest_revision__isnull=False))
        return found.without(Review.objects.open())

    def _of(self, reviews: models.QuerySet) -> models.QuerySet:
        kind = ContentType.objects.get_for_model(self.model)
        return reviews.order_by().filter(content_type=kind).values("object_id")

    def _revisions(self) -> models.QuerySet:
        kind = ContentType.objects.get_for_model(self.model)
        revisions = self.model._meta.get_field("latest_revision").related_model
        return revisions.objects.filter(content_type=kind)


class Reviewable(Publishable):
    """The part of `Revisable` that is asked for and answered. Refusals are ValidationErrors, in words for people."""

    reviews = GenericRelation("content.Review")

    class Meta(Publishable.Meta):
        abstract = True

    def publishers(self) -> models.QuerySet:
        """Who may publish this."""
        return type(self)._default_manager.filter(pk=self.pk).publishers()

    @property
    def has_something_to_review(self) -> bool:
        is_read = self.state == State.PUBLIC and not self.has_unpublished_changes
        return self.latest_revision_id is not None and not is_read

    @property
    def open_review(self) -> Review | None:
        return self.reviews.open().with_people().first() if self.pk else None

    def may_be_published_by(self, user: AbstractBaseUser | AnonymousUser) -> bool:
        return type(self)._default_manager.publishable_by(user).filter(pk=self.pk).exists()

    @transaction.atomic
    def ask_review(self, *, by: AbstractBaseUser, reviewer: AbstractBaseUser, message: str = "") -> Review:
        self._lock()
        self._refuse_unless_new(reviewer)
        if self.reviews.open().exists():
            raise ValidationError(_("It is in review already."))
        self.reviews.to_mend().update(seen_at=clock.now())
        review = self.reviews.create(
            revision_id=self.latest_revision_id, asked_by=by, asked_at=clock.now(), reviewer=reviewer, message=message
        )
        self._move(State.DRAFT, State.IN_REVIEW)
        return review

    def _refuse_unless_new(self, reviewer: AbstractBaseUser) -> None:
        if self.deleted_at:
            raise ValidationError(_("It is in the bin."))
        if not self.has_something_to_review:
            raise ValidationError(_("There is nothing new in it to review."))
        self._refuse_unless_may(reviewer)

    def _refuse_unless_may(self, reviewer: AbstractBaseUser) -> None:
        if not self.may_be_published_by(reviewer):
            name = reviewer.get_full_name() or reviewer.get_username()
            raise ValidationError(_("%(name)s may not publish this.") % {"name": name})

    @transaction.atomic
    def pass_review_on(self, *, to: AbstractBaseUser, message: str = "") -> Review:
        """The same question to somebody else; who asked stays who asked."""
        self._lock()
        self._refuse_unless_may(to)
        review = self._waiting()
        review.reviewer, review.message = to, message
        review.save(update_fields=["reviewer", "message"])
        return review

    @transaction.atomic
    def recall_review(self, *, by: AbstractBaseUser) -> Review | None:
        """None for one that waited without having been sent to anybody."""
        self._lock()
        review = self.answer_review(Outcome.TAKEN_BACK, by=by)
        if review is None and self.state != State.IN_REVIEW:
            self._waiting()
        self._move(State.IN_REVIEW, State.DRAFT)
        return review

    @transaction.atomic
    def send_back(self, *, by: AbstractBaseUser, comment: str) -> Review:
        self._lock()
        if not comment.strip():
            raise ValidationError(_("Say what should be changed."))
        self._waiting()
        review = self.answer_review(Outcome.SENT_BACK, by=by, comment=comment)
        self._move(State.IN_REVIEW, State.DRAFT)
        return review

    def answer_review(self, outcome: Outcome, *, by: AbstractBaseUser | None, comment: str = "") -> Review | None:
        """Close what waits, if anything does. Being published also settles what was sent back before."""
        if outcome == Outcome.PUBLISHED:
            self.reviews.to_mend().update(seen_at=clock.now())
        review = self.open_review
        if review:
            review.outcome, review.answered_by, review.answered_at = outcome, by, clock.now()
            review.comment = comment
            review.save(update_fields=["outcome", "answered_by", "answered_at", "comment"])
        return review

    def _waiting(self) -> Review:
        review = self.open_review
        if review is None:
            raise ValidationError(_("It is not in review any more."))
        return review

    def withdraw(self, reason: str) -> None:
        """What nobody saw goes back to what it was before it was scheduled: in review, where somebody is asked to."""
        super().withdraw(reason)
        if self.state == State.DRAFT and self.reviews.open().exists():
            self._move(State.DRAFT, State.IN_REVIEW)
