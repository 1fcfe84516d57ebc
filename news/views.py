from datetime import datetime

from django.core.paginator import InvalidPage, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone, translation
from django.utils.cache import add_never_cache_headers

from news import listings
from news.models import LINKS, Article, ArticleQuerySet, Topic
from opendoors.content.caching import kept
from opendoors.content.contents import contents
from opendoors.content.lengths import count_words, reading_minutes
from opendoors.content.publishing import YEARS
from opendoors.content.richtext import playing
from opendoors.content.visits import counted

LONG = 500  # words: from here on a list of contents stands beside an article


@kept(["page"])
@counted()
def article_list(request: HttpRequest) -> HttpResponse:
    return _feed(request, "news/article_list.html", listings.feed(translation.get_language()))


@kept(["page"])
@counted("topic")
def topic_detail(request: HttpRequest, slug: str) -> HttpResponse:
    topic = get_object_or_404(Topic, slug=slug)
    articles = listings.on_topic(topic, translation.get_language())
    context = {"topic": topic, "switcher_object": topic, "live_in": listings.everywhere().on_topic(topic).languages()}
    return _feed(request, "news/topic_detail.html", articles, **context)


@kept(["page"])
@counted()
def article_archive(request: HttpRequest, year: int, month: int) -> HttpResponse:
    if year not in YEARS or month not in range(1, 13):
        raise Http404
    first_day = datetime(year, month, 1, tzinfo=timezone.get_current_timezone())
    articles = listings.in_month(first_day, translation.get_language())
    live_in = listings.everywhere().in_month(first_day).languages()
    return _feed(request, "news/article_archive.html", articles, month=first_day, live_in=live_in)


@kept()
@counted("article")
def article_detail(request: HttpRequest, slug: str) -> HttpResponse:
    articles = Article.objects.in_language(translation.get_language()).with_slug(slug)
    article = articles.visible_to(request.user).for_page().first()
    if article is None:
        if articles.withdrawn().exists():
            return gone(request)
        raise Http404
    response = article_page(request, article)
    if not article.is_public:
        add_never_cache_headers(response)  # for staff alone
    return response


def article_page(request: HttpRequest, article: Article, **more) -> HttpResponse:
    feed = listings.feed(article.language)
    partners = {name: list(getattr(article, name).published().by_name().for_cards()) for name in LINKS.values()}
    neighbours = listings.neighbours(article, feed)
    apart = [other for other in neighbours.values() if other]
    words = count_words(article.body)
    context = {
        "article": article,
        "section": "news",
        "minutes": reading_minutes(words, article.language),
        "contents": contents(article.body, fewest=3) if words >= LONG else [],
        "neighbours": neighbours,
        "related": listings.related(article, {"topics": article.topics.all(), **partners}, feed, apart),
        "latest": listings.beside(article, listings.newest(feed.for_cards())),
        "language_links": article.language_links(),
        "is_hidden": not article.is_public,
        "partners": partners,
        **more,
    }
    return playing(article.body)(TemplateResponse)(request, "news/article_detail.html", context)


def gone(request: HttpRequest) -> HttpResponse:
    return TemplateResponse(request, "410.html", {"switcher_view": "news:article-list"}, status=410)


def _feed(request: HttpRequest, template: str, articles: ArticleQuerySet, **context) -> HttpResponse:
    try:
        page = Paginator(articles.for_cards(), listings.PAGE_SIZE).page(request.GET.get("page", 1))
    except InvalidPage as error:
        raise Http404 from error
    public = listings.feed(translation.get_language())
    navigation = {"topics": Topic.objects.of(public), "months": public.months()}
    return TemplateResponse(request, template, {"page": page, **navigation, **context})
