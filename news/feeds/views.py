from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from news.feeds.channels import Subject, channel
from news.feeds.formats import FORMATS
from news.models import Topic
from opendoors.content.caching import kept
from opendoors.content.polling import answer
from opendoors.content.site_address import of_site
from partners.models import University


@kept()
@require_safe
def article_feed(request: HttpRequest, form: str) -> HttpResponse:
    return _feed(request, None, form)


@kept()
@require_safe
def topic_feed(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    return _feed(request, get_object_or_404(Topic, slug=slug), form)


@kept()
@require_safe
def university_feed(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """Only of what visitors see, whoever asks: one answer for everybody."""
    return _feed(request, get_object_or_404(University.objects.published().for_cards(), slug=slug), form)


def _feed(request: HttpRequest, subject: Subject, form: str) -> HttpResponse:
    if form not in FORMATS:
        raise Http404
    content = FORMATS[form].write(channel(subject, form, of_site(request)))
    return answer(request, content, FORMATS[form].content_type)
