"""Taken off the site: what was public answers 410 and says nothing of itself, what never was is 404. In every state,
both languages, by GET and HEAD, at its own address and at those that led there."""

from datetime import timedelta

from django.test import TestCase

from news.models import Article, OldAddress
from opendoors.content import clock
from opendoors.content.publishing import State
from tests.factories import make_article, make_user

HOUR = timedelta(hours=1)
TITLE = "Words nobody else uses"
REASON = "Because of the rector"


def public(article):
    pass


def draft(article):
    Article.objects.filter(pk=article.pk).update(state=State.DRAFT, live_revision=None, publish_at=None)


def in_review(article):
    draft(article)
    Article.objects.filter(pk=article.pk).update(state=State.IN_REVIEW)


def withdrawn(article):
    article.withdraw(REASON)


def withdrawn_with_a_newer_draft(article):
    article.withdraw(REASON)
    article.title = "Other words nobody uses"
    article.save_draft(by=None)


def withdrawn_after_it_expired(article):
    expired(article)
    article.withdraw(REASON)


def expired(article):
    article.expire_at = clock.now() - HOUR
    article.save(update_fields=["expire_at"])


def scheduled(article):
    article.publish_at = clock.now() + HOUR
    article.save(update_fields=["publish_at"])


def withdrawn_before_its_moment(article):
    scheduled(article)
    article.withdraw(REASON)


def binned(article):
    article.throw_away()


def withdrawn_and_binned(article):
    article.withdraw(REASON)
    article.throw_away()


def withdrawn_binned_and_restored(article):
    withdrawn_and_binned(article)
    article.restore()


def withdrawn_and_published_again(article):
    article.withdraw(REASON)
    article.publish(by=None)


def withdrawn_and_sent_to_review(article):
    article.withdraw(REASON)
    editor = make_user("Association editor")
    article.ask_review(by=editor, reviewer=make_user("Association editor"))


ANSWERS = {
    public: (200, 301),
    withdrawn_and_published_again: (200, 301),
    draft: (404, 404),
    in_review: (404, 404),
    scheduled: (404, 404),
    withdrawn_before_its_moment: (404, 404),
    expired: (404, 404),
    binned: (404, 404),
    withdrawn_and_binned: (404, 404),
    withdrawn: (410, 410),
    withdrawn_with_a_newer_draft: (410, 410),
    withdrawn_after_it_expired: (410, 410),
    withdrawn_binned_and_restored: (410, 410),
    withdrawn_and_sent_to_review: (410, 410),
}


class WithdrawalTests(TestCase):
    def article(self, language, become):
        article = make_article(
            title=TITLE, lead=TITLE, slug="first", language=language, publish_at=clock.now() - 2 * HOUR
        )
        article.slug = "second"
        article.save_draft(by=None)
        article.publish(by=None)
        OldAddress.objects.create(path="/index.php/news/177", article=article)
        become(article)
        return Article.objects.get(pk=article.pk)

    def addresses(self, article):
        own = article.get_absolute_url()
        return own, (own.replace("second", "first"), "/index.php/news/177", "/index.php/news/177/")

    def test_every_state_at_every_address(self):
        for language in ("en", "ru"):
            for become, (at_its_own, at_former) in ANSWERS.items():
                article = self.article(language, become)
                own, former = self.addresses(article)
                for method in (self.client.get, self.client.head):
                    for address, answer in ((own, at_its_own), *((address, at_former) for address in former)):
                        with self.subTest(become.__name__, method=method.__name__, address=address):
                            self.check(method(address), answer, own)
                article.delete()

    def check(self, response, answer, own):
        self.assertEqual(response.status_code, answer)
        if answer == 301:
            self.assertEqual(response.headers["Location"], own)
        if answer in (404, 410):
            told = response.content.decode()
            for words in (TITLE, "words nobody", REASON, "second", "first"):
                if words not in response.request["PATH_INFO"]:  # whose words stand in the box to search with
                    self.assertNotIn(words, told)

    def test_gone_in_the_readers_language(self):
        for language, words in (("en", "has been withdrawn"), ("ru", "снят с публикации")):
            article = self.article(language, withdrawn)
            for address in (article.get_absolute_url(), self.addresses(article)[1][0]):
                self.assertContains(self.client.get(address), words, status_code=410)
            self.assertContains(self.client.get(article.get_absolute_url()), "noindex", status_code=410)
            article.delete()
