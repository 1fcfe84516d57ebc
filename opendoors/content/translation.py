from modeltranslation.translator import TranslationOptions, register

from opendoors.content.models import Image


@register(Image)
class ImageTranslation(TranslationOptions):
    fields = ("alt",)
    # An alternative text in the wrong language is read out with the wrong voice: better none than another's.
    fallback_languages = {"default": ()}
