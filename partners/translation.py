"""Which fields exist in each language; and, because it has to know those fields too, which models keep a history."""

import simple_history
from modeltranslation.translator import TranslationOptions, register

from partners.models import (
    Agreement,
    AgreementDocument,
    AgreementEvent,
    AgreementParty,
    Field,
    Laboratory,
    LaboratoryEvent,
    LaboratoryPartner,
    University,
)


@register(Field)
class FieldTranslation(TranslationOptions):
    fields = ("name",)


@register(University)
class UniversityTranslation(TranslationOptions):
    fields = ("name", "description", "city")


@register(Laboratory)
class LaboratoryTranslation(TranslationOptions):
    fields = ("name", "description", "head")


@register(Agreement)
class AgreementTranslation(TranslationOptions):
    fields = ("title", "summary")


@register(AgreementEvent)
@register(LaboratoryEvent)
class EventTranslation(TranslationOptions):
    fields = ("when_text", "description")


# What never changes has no history.
simple_history.register(University, excluded_fields=["public_id"])
simple_history.register(Laboratory, m2m_fields=["fields", "agreements"], excluded_fields=["public_id"])
simple_history.register(LaboratoryPartner)
simple_history.register(Agreement, m2m_fields=["fields"], excluded_fields=["public_id"])
simple_history.register(AgreementParty)
simple_history.register(AgreementDocument)
