"""Which fields exist in each language. A page is a row for each language instead."""

from modeltranslation.translator import TranslationOptions, register

from opendoors.pages.models import Deadline, Figure, HomePage, MenuItem


@register(MenuItem)
class MenuItemTranslation(TranslationOptions):
    fields = ("label",)


@register(Deadline)
class DeadlineTranslation(TranslationOptions):
    fields = ("title",)


@register(Figure)
class FigureTranslation(TranslationOptions):
    fields = ("value", "label", "source_name")


@register(HomePage)
class HomePageTranslation(TranslationOptions):
    fields = ("statement_title", "statement_text", "action_label")
