"""Translations of a text: which of its siblings is the original, and what text of that the others are up to date with.

That a translation is outdated is nowhere stored. It follows from what readers know of the original and from the mark
of the translation, the revision of the original that it was last brought up to date with: both as digests, so that
publishing other topics or another date outdates nothing, and an original that says again what it said has no more
outdated translations.
"""

import uuid
from collections.abc import Iterable
from copy import copy
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models
from django.db.models import Count, F, Q
from django.utils.translation import gettext_lazy as _

from opendoors.content.digests import digest
from opendoors.content.publishing import PublishableQuerySet, State
from opendoors.content.revisions import Revisable, Snapshot, sound

LANGUAGES = [code for code, _name in settings.LANGUAGES]
IS_TRANSLATION = Q(original__isnull=False)
UNTOLD, UP_TO_DATE, OUTDATED, CAUGHT_UP = "", "up_to_date", "outdated", "caught_up"


class TranslatableQuerySet(PublishableQuerySet):
    def in_language(self, language: str) -> Self:
        return self.filter(language=language)

    def besides(self, content: "Translatable") -> Self:
        return self.exclude(pk=content.pk)

    def translations_of(self, content: "Translatable") -> Self:
        """The same text in other languages, whichever of them is the original."""
        return self.filter(translation_key=content.translation_key).besides(content)

    def with_keys(self, keys: set[uuid.UUID]) -> Self:
        return self.filter(translation_key__in=keys)

    def translatable_by(self, user: AbstractBaseUser | AnonymousUser) -> Self:
        """What this member of staff may add a translation to; a model with owners says otherwise."""
        return self.editable_by(user)

    def translations(self) -> Self:
        return self.filter(IS_TRANSLATION)

    def untranslated(self) -> Self:
        """Originals, public now or soon, that lack a text in some language of the site."""
        rows = self.model._default_manager.filter(deleted_at__isnull=True)
        whole = rows.values("translation_key").annotate(amount=Count("pk")).filter(amount__gte=len(LANGUAGES))
        public = self.published() | self.scheduled()
        return public.filter(original=None).exclude(translation_key__in=whole.values("translation_key"))

    def outdated(self) -> Self:
        """Translations that do not follow the text that readers know of their original."""
        return self._following().exclude(translated_revision__digest=F("original__live_revision__digest"))

    def caught_up(self) -> Self:
        """Of the outdated ones those whose newest draft follows: what is left is to publish it."""
        return self.outdated().filter(self._draft_follows())

    def to_catch_up(self) -> Self:
        return self.outdated().exclude(pk__in=self.caught_up().values("pk"))

    def up_to_date(self) -> Self:
        return self._following().filter(translated_revision__digest=F("original__live_revision__digest"))

    def to_translate(self) -> Self:
        """What is left to write: no translation yet, or one that nobody has brought up to date."""
        left = self.model._default_manager.all()
        return self.filter(Q(pk__in=left.untranslated().values("pk")) | Q(pk__in=left.to_catch_up().values("pk")))

    def for_marks(self) -> Self:
        """With what tells whether translations are up to date, and without texts."""
        parts = ("live_revision", "latest_revision", "translated_revision", "original__live_revision")
        snapshots = [f"{part}__snapshot" for part in parts]
        prose = [*self.model.prose_fields, *(f"original__{name}" for name in self.model.prose_fields)]
        return self.select_related(*parts).defer(*snapshots, *prose)

    def _following(self) -> Self:
        """Translations whose original has a text that readers know: the only ones that can be out of date."""
        return self.filter(
            deleted_at__isnull=True,
            original__state=State.PUBLIC,
            original__deleted_at__isnull=True,
            original__live_revision__isnull=False,
        ).exclude(state=State.WITHDRAWN)

    def _draft_follows(self) -> Q:
        newer = Q(state=State.PUBLIC) & ~Q(latest_revision=F("live_revision"))
        return newer & Q(latest_revision__original_digest=F("original__live_revision__digest"))


class Translatable(Revisable):
    """One row per language; translations are siblings under one `translation_key`.

    `translated_revision` is one of the `revised_fields`: what is said of a draft holds for readers once it is public.
    """

    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE)
    translation_key = models.UUIDField(default=uuid.uuid4, editable=False)
    original = models.ForeignKey(
        "self", models.SET_NULL, null=True, editable=False, related_name="+", verbose_name=_("original")
    )
    translated_revision = models.ForeignKey(
        "content.Revision",
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("up to date with the original's text of"),
    )

    objects = TranslatableQuerySet.as_manager()

    text_fields: ClassVar[tuple[str, ...]] = ()  # what a translation has words of its own for
    copied_fields: ClassVar[tuple[str, ...]] = ()  # what it begins with as its original has it

    class Meta(Revisable.Meta):
        abstract = True
        constraints = [
            *Revisable.Meta.constraints,
            models.UniqueConstraint(
                fields=["translation_key", "language"],
                name="%(app_label)s_%(class)s_one_translation_per_language",
                violation_error_message=_("There is a text in this language already."),
            ),
            models.CheckConstraint(condition=Q(language__in=LANGUAGES), name="%(app_label)s_%(class)s_language_known"),
            models.CheckConstraint(condition=~Q(original=F("id")), name="%(app_label)s_%(class)s_not_its_own_original"),
        ]

    def save(self, *args, **kwargs):
        """A row that joins siblings is a translation of theirs, by whatever way it came."""
        if self._state.adding and self.original_id is None:
            siblings = type(self)._default_manager.translations_of(self)
            self.original = siblings.filter(original=None).order_by("pk").first()
        if self._state.adding and self.original_id and self.translated_revision_id is None:
            self.translated_revision = self.original.text_revision
        super().save(*args, **kwargs)

    def marks(self, snapshot: Snapshot) -> dict[str, str]:
        known = self.translated_revision
        return {"digest": self.digest_of(snapshot), "original_digest": known.digest if known else ""}

    @classmethod
    def digest_of(cls, snapshot: Snapshot) -> str:
        return digest(sound(snapshot), cls.text_fields, cls.prose_fields)

    def take_newest(self) -> dict[str, list[int]]:
        """The mark is the row's where no newer draft stands, or where the draft's is of another original."""
        mark = self.translated_revision
        relations = super().take_newest()
        if not self.has_unpublished_changes or not self._is_of_original(self.translated_revision):
            self.translated_revision = mark
        return relations

    def _is_of_original(self, revision: Any) -> bool:
        return revision is not None and revision.object_id == self.original_id

    @property
    def text_revision(self) -> Any:
        """What a translation is made from: the text that readers know, else the newest."""
        return self.live_revision if self.is_known and self.live_revision_id else self.latest_revision

    def copied(self, names: Iterable[str]) -> dict[str, Any]:
        """Values of these fields, of the text that a translation is made from; keys of rows for relations."""
        content = copy(self)
        relations = content.take(self.text_revision.snapshot) if self.text_revision else {}
        return {
            name: relations[name] if name in relations else self._meta.get_field(name).value_from_object(content)
            for name in names
        }

    @property
    def is_outdated(self) -> bool:
        """The name of the queryset method that holds it."""
        return self._can_be_outdated and not self._follows(self.translated_revision)

    @property
    def translation_state(self) -> str:
        """UP_TO_DATE, OUTDATED or CAUGHT_UP (outdated, but for its newest draft); UNTOLD where there is no telling."""
        if not self._can_be_outdated:
            return UNTOLD
        if not self.is_outdated:
            return UP_TO_DATE
        drafted = self.state == State.PUBLIC and self.has_unpublished_changes
        caught_up = drafted and self.latest_revision.original_digest == self.original.live_revision.digest
        return CAUGHT_UP if caught_up else OUTDATED

    @property
    def _can_be_outdated(self) -> bool:
        original = self.original
        is_followed = original and original.state == State.PUBLIC and not original.deleted_at
        here = self.deleted_at is None and self.state != State.WITHDRAWN
        return bool(here and is_followed and original.live_revision_id)

    def _follows(self, revision: Any) -> bool:
        return revision is not None and revision.digest == self.original.live_revision.digest

    # ---- Acts

    def texts_for(self, user: Any) -> models.QuerySet:
        """Its revisions that this person may know: all of what they read in the admin, else what was public."""
        if type(self)._default_manager.readable_by(user).contains(self):
            return self.revisions.all()
        was_public = Q(pk__in=self.publications.values("revision")) | Q(pk=self.live_revision_id)
        return self.revisions.filter(was_public)

    def link_translation(self, other: "Translatable") -> None:
        """Make it a sibling of `other`. Raises IntegrityError if that already has a text in this language."""
        rows = type(self)._default_manager
        left = rows.values_list("translation_key", flat=True).get(pk=self.pk)  # a form may have set another by now
        self.translation_key = other.translation_key
        if left == self.translation_key:
            return
        self.save(update_fields=["translation_key"])
        rows.with_keys({left}).filter(original=self).update(original=None)
        self.settle_original(None)

    def settle_original(self, language: str | None) -> None:
        """Say in which language the original is: without one, the oldest of the siblings is.

        Whatever was no translation of it until now counts as up to date with the text that it has now.
        """
        siblings = list(type(self)._default_manager.with_keys({self.translation_key}).order_by("pk"))
        spoken = [row for row in siblings if row.language == language]
        original = (spoken or [row for row in siblings if row.original_id is None] or siblings)[0]
        for row in siblings:
            if row.pk == original.pk:
                row._settle(None, None)
            elif row.original_id != original.pk:
                row._settle(original, original.text_revision)
            if row.pk == self.pk:
                self.original, self.translated_revision = row.original, row.translated_revision

    def _settle(self, original: Any, mark: Any) -> None:
        self.original, self.translated_revision = original, mark
        type(self)._default_manager.filter(pk=self.pk).update(original=original, translated_revision=mark)

    def nothing_to_translate(self, revision: Any, *, by: Any, note: str) -> None:
        """It follows this text of the original as it is, and so does what readers know of it."""
        self.translated_revision = revision
        type(self)._default_manager.filter(pk=self.pk).update(translated_revision=self.translated_revision)
        if not self.is_known or self.has_unpublished_changes:
            self.save_draft(by=by, relations=getattr(self, "draft_relations", None), note=note)
