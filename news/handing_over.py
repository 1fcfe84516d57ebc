"""What somebody is at work on goes to a colleague: articles that they wrote and readers do not know, and reviews that
wait for them. An act across models; the history of each article tells it.
"""

from dataclasses import dataclass

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction

from news.models import Article
from opendoors.content.desk import acts
from opendoors.content.desk.people import told_name
from opendoors.content.models import Review


@dataclass(frozen=True)
class Work:
    drafts: list[Article]  # what they wrote and readers do not know
    reviews: list[Article]  # what waits for their review


def work_of(user: AbstractBaseUser) -> Work:
    drafts = Article.objects.unpublished_by(user).order_by("-latest_revision_id")
    return Work([*drafts], [*Article.objects.reviewed(Review.objects.for_reviewer(user))])


@transaction.atomic
def hand_over(
    giver: AbstractBaseUser, taker: AbstractBaseUser, *, by: AbstractBaseUser
) -> tuple[list[Article], list[Article]]:
    """Give all that to `taker`, but for what they could not work on. Returns what went and what stays."""
    work = work_of(giver)
    keys = {article.pk for article in work.drafts}
    # Whether they may edit it depends on who wrote it, so that is written first.
    Article.objects.filter(pk__in=keys).update(created_by=taker)
    fit = {*Article.objects.editable_by(taker).filter(pk__in=keys).values_list("pk", flat=True)}
    Article.objects.filter(pk__in=keys - fit).update(created_by=giver)
    # Only reviews of texts that the taker may publish: the rest waits where it is, and is told.
    passed = {article.pk for article in work.reviews if _pass_on(article, taker)}
    moved, left = {}, {}
    for article in (*work.drafts, *work.reviews):
        (moved if article.pk in fit | passed else left)[article.pk] = article
    _log(giver, taker, [*moved.values()], by)
    return [*moved.values()], [*left.values()]


def _pass_on(article: Article, taker: AbstractBaseUser) -> bool:
    try:
        article.pass_review_on(to=taker, message=article.found_reviews[0].message)
    except ValidationError:
        return False
    return True


def _log(giver: AbstractBaseUser, taker: AbstractBaseUser, articles: list[Article], by: AbstractBaseUser) -> None:
    if articles:
        told = [acts.message("handed_over", reason=f"{told_name(giver)} → {told_name(taker)}")]
        LogEntry.objects.log_actions(by.pk, articles, CHANGE, change_message=told)
