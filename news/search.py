"""Articles, as they are found."""

from collections.abc import Collection, Iterator

from django.db.models import Model, Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from news.models import Article, Topic
from news.models.articles import LINKS
from opendoors.content import search
from opendoors.content.publishing import State
from opendoors.content.richtext import plain_text
from partners.models import Agreement, AgreementParty, Laboratory, LaboratoryPartner, University
from partners.search import countries_of, in_all_languages, names_with_parents


class ArticleSource(search.Source):
    kind = "article"
    model = Article
    label = _("News")

    def rows(self) -> QuerySet:
        """With what they are about as far as that is public itself."""
        public = [
            Prefetch(link, model.objects.published().for_cards(), f"public_{link}") for model, link in LINKS.items()
        ]
        return Article._base_manager.prefetch_related("topics", *public)

    def is_listed(self, row: Article) -> bool:
        return row.state == State.PUBLIC and row.deleted_at is None

    def documents(self, row: Article) -> Iterator[search.Document]:
        moment = row.publish_at or row.created_at
        universities = list(_universities(row))
        yield search.Document(
            language=row.language,
            url=row.get_absolute_url(),
            title=row.title,
            lead=row.lead,
            other=[row.cover_caption, *_about(row, universities)],
            body=plain_text(row.body),
            dated_on=timezone.localtime(moment, timezone.get_default_timezone()).date(),
            shown_from=row.publish_at,
            shown_until=row.expire_at,
            tags={"topic": [str(topic.pk) for topic in row.topics.all()], "country": countries_of(universities)},
        )

    def told_by(self, changed: Model) -> QuerySet | None:
        rows = Article.objects.all()
        if isinstance(changed, Topic):
            return rows.filter(topics=changed)
        if isinstance(changed, LaboratoryPartner):
            return rows.filter(laboratories=changed.laboratory_id)
        if isinstance(changed, AgreementParty):
            return rows.filter(agreements=changed.agreement_id)
        if isinstance(changed, Laboratory | Agreement):
            return rows.about(changed)
        if isinstance(changed, University):
            return rows.filter(
                Q(universities__in=University.objects.filter(pk=changed.pk).with_parts().values("pk"))
                | Q(laboratories__in=Laboratory.objects.involving(changed).values("pk"))
                | Q(agreements__in=Agreement.objects.involving(changed).values("pk"))
            )
        return None


def _universities(row: Article) -> Iterator[University]:
    yield from row.public_universities
    for laboratory in row.public_laboratories:
        yield from (laboratory.host, *(partnership.university for partnership in laboratory.partnerships.all()))
    for agreement in row.public_agreements:
        yield from (party.university for party in agreement.parties.all())


def _about(row: Article, universities: list[University]) -> list[str]:
    names = [getattr(topic, f"name_{row.language}") or "" for topic in row.topics.all()]
    names += [name for university in universities for name in names_with_parents(university)]
    names += [name for laboratory in row.public_laboratories for name in in_all_languages(laboratory, "name")]
    names += [title for agreement in row.public_agreements for title in in_all_languages(agreement, "title")]
    return list(dict.fromkeys(names))


def _topic_names(keys: Collection[str]) -> dict[str, str]:
    wanted = [int(key) for key in keys if key.isdecimal() and len(key) < 19]  # what a database takes for a key
    return {str(topic.pk): topic.name for topic in Topic.objects.filter(pk__in=wanted)} if wanted else {}


search.announce(ArticleSource())
search.announce_facet("topic", _topic_names)
