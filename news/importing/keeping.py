"""Puts articles of a file among ours, as drafts by the route of everybody else, and makes them public if asked."""

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, transaction

from news.importing.reading import Entry, Faulty
from news.models import Article, Topic
from news.models.scope import edits_all
from news.models.scope import writes as may_write
from opendoors.content.desk import acts
from opendoors.content.gate.findings import Finding, GateClosed
from opendoors.content.merging.snapshots import same
from opendoors.content.models import Image
from opendoors.content.publishing import State
from opendoors.content.revisions import Overtaken
from partners.models import University

Relations = dict[str, list[int]]


@dataclass
class Outcome:
    """What became of one article of the file; `refused` says why it is not as the file wants it."""

    name: str
    done: list[str] = field(default_factory=list)
    refused: str = ""
    stopped_by: list[Finding] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)
    article: Article | None = None


@dataclass(frozen=True)
class Importer:
    """`by` is the person whose rights hold; without one, drafts alone are kept, by nobody."""

    by: AbstractBaseUser | None = None
    note: str = ""

    def keep(self, entry: Entry) -> Outcome:
        """Keep it as the newest draft of the article with its language and address, unless that says the same."""
        outcome = Outcome(f"{entry.language}/{entry.slug}")
        try:
            with transaction.atomic():
                outcome.article, outcome.done = self._kept(entry)
        except Faulty as fault:
            outcome.refused = str(fault)
        except ValidationError as error:
            outcome.refused = told(error)
        except (IntegrityError, Overtaken):
            outcome.refused = "somebody else has saved it, or taken its address or translation, at the same moment"
        return outcome

    def publish(self, outcome: Outcome) -> bool:
        """Whether its newest draft is what readers know, or will from its moment on."""
        article = Article.objects.get(pk=outcome.article.pk)
        outcome.stopped_by, outcome.refused = [], ""
        if article.state == State.PUBLIC and (not article.has_unpublished_changes or article.is_draft_scheduled):
            return True
        if not Article.objects.publishable_by(self.by).contains(article):
            outcome.refused = f"kept as a draft: {self.by.get_username()} may not publish it"
            return False
        try:
            with transaction.atomic():
                outcome.warnings = article.publish(by=self.by)
                self._log(article)
        except GateClosed as closed:
            outcome.refused, outcome.stopped_by = "kept as a draft: the publish gate stops it", closed.findings
        except ValidationError as error:
            outcome.refused = f"kept as a draft: {told(error)}"
        except IntegrityError:
            outcome.refused = "kept as a draft: somebody else has taken its address at the same moment"
        else:
            outcome.done.append("scheduled" if article.is_scheduled else "published")
        return not outcome.refused

    # ---- How

    def _kept(self, entry: Entry) -> tuple[Article, list[str]]:
        article = Article.objects.in_language(entry.language).with_slug(entry.slug).first()
        if article is None:
            return self._added(entry)
        self._may_change(article)
        done = self._linked(article, entry)
        if done:
            article = Article.objects.get(pk=article.pk)  # which text it is a translation of now
        relations = article.take_newest()
        before = article.snapshot(relations)
        relations = self._fill(article, entry, relations)
        article.full_clean()
        after = article.snapshot(relations)
        if any(not _alike(before[name], after[name]) for name in before):
            article.save_draft(by=self.by, relations=relations, note=self.note, based_on=article.latest_revision_id)
            done.append("new draft")
        return article, done or ["unchanged"]

    def _added(self, entry: Entry) -> tuple[Article, list[str]]:
        if self.by and not (self.by.is_active and self.by.is_staff and may_write(self.by)):
            raise Faulty(f"{self.by.get_username()} may not add articles")
        article = Article(language=entry.language, created_by=self.by, owner=self._owner())
        if entry.translation:
            self._may_join(article, entry)
            article.translation_key = entry.translation
        relations = self._fill(article, entry, {})
        article.full_clean()
        article.save_draft(by=self.by, relations=relations, note=self.note)
        return article, ["added"]

    def _may_change(self, article: Article) -> None:
        if article.deleted_at:
            raise Faulty("it is in the bin: restore it first")
        if self.by and not Article.objects.writable_by(self.by).contains(article):
            raise Faulty(f"{self.by.get_username()} may not edit it")

    def _owner(self) -> University | None:
        """Whose a new article is: the one university of whoever imports it, or the association's."""
        if self.by is None or edits_all(self.by):
            return None
        found = [membership.university for membership in self.by.staff_memberships.select_related("university")]
        if len(found) > 1:
            raise Faulty(f"{self.by.get_username()} belongs to several universities: add it in the admin")
        return found[0] if found else None

    def _may_join(self, article: Article, entry: Entry) -> None:
        """A text takes the place of its language beside others: theirs to give who may translate these."""
        others = Article.objects.with_keys({entry.translation}).besides(article)
        if self.by and others.exclude(pk__in=Article.objects.translatable_by(self.by).values("pk")).exists():
            raise Faulty(f"translation: the other texts are not {self.by.get_username()}'s to translate")

    def _fill(self, article: Article, entry: Entry, relations: Relations) -> Relations:
        """Put what the file names on the article; returns its relations."""
        for name, value in entry.values.items():
            if name != "publish_at" or value or not article.is_known:  # what readers know keeps its moment
                setattr(article, name, value)
        if entry.cover is not None:
            article.cover = _picture(entry.cover)
        return relations if entry.topics is None else {**relations, "topics": _topic_keys(entry.topics)}

    def _linked(self, article: Article, entry: Entry) -> list[str]:
        """Link a known row to its translations: that holds at once, as in the form."""
        if entry.translation in (None, article.translation_key):
            return []
        if article.state == State.PUBLIC and self.by and not Article.objects.publishable_by(self.by).contains(article):
            raise Faulty(f"it is public: {self.by.get_username()} may not link it to translations")
        self._may_join(article, entry)
        other = Article.objects.with_keys({entry.translation}).besides(article).first()
        if other is not None:
            article.link_translation(other)
        else:
            article.translation_key = entry.translation
            article.save(update_fields=["translation_key"])
        return ["linked to its translations"]

    def _log(self, article: Article) -> None:
        act = "scheduled" if article.is_scheduled else "published"
        told = [acts.message(act, revision=article.live_revision_id)]
        LogEntry.objects.log_actions(self.by.pk, [article], CHANGE, told, single_object=True)


def told(error: ValidationError) -> str:
    """Every message, each behind the name of its field."""
    if not hasattr(error, "error_dict"):
        return " ".join(error.messages)
    return " ".join(
        message if name == NON_FIELD_ERRORS else f"{name}: {message}"
        for name, messages in error.message_dict.items()
        for message in messages
    )


def _alike(one: Any, other: Any) -> bool:
    if isinstance(one, list) and isinstance(other, list) and all(isinstance(key, int) for key in [*one, *other]):
        return sorted(one) == sorted(other)
    return same(one, other)


def _picture(name: str) -> Image | None:
    if not name:
        return None
    found = Image.objects.by_name({name}).get(name)
    if found is None:
        raise Faulty(f"cover: the library has no picture {name}")
    return found


def _topic_keys(slugs: list[str]) -> list[int]:
    known = {
        getattr(topic, f"slug_{code}"): topic.pk for code, _name in settings.LANGUAGES for topic in Topic.objects.all()
    }
    unknown = [slug for slug in slugs if slug not in known]
    if unknown:
        raise Faulty(f"topics: there is no {', '.join(unknown)}")
    return [*dict.fromkeys(known[slug] for slug in slugs)]
