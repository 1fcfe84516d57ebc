from modeltranslation.translator import TranslationOptions, register

from news.models import Topic


@register(Topic)
class TopicTranslation(TranslationOptions):
    fields = ("name", "slug")
