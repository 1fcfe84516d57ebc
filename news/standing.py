"""What an article tells “Why is it not visible?”: its texts by language, and its pages. Part of `ArticleAdmin`."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from news.models import Article
from news.surfaces import SURFACES, Whereabouts
from opendoors.content.desk import Way

LANGUAGES = dict(settings.LANGUAGES)


class ArticleStanding:
    def texts_of(self, content):
        return {row.language: row for row in (content.live, *Article.objects.translations_of(content))}

    def translation_way(self, request, content, language):
        translatable = Article.objects.translatable_by(request.user)
        if not self.has_add_permission(request) or not translatable.contains(content):
            return None
        url = f"{reverse(f'{self.admin_site.name}:news_article_add')}?language={language}&original={content.pk}"
        return Way(_("Add a translation: %(language)s") % {"language": LANGUAGES[language]}, url)

    def places_of(self, content):
        whereabouts = Whereabouts(content)
        return [(surface, list(surface.places(whereabouts))) for surface in SURFACES]
