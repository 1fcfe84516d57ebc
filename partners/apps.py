from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from opendoors.content import changes

WATCHED = (
    "University",
    "Field",
    "Laboratory",
    "LaboratoryPartner",
    "LaboratoryEvent",
    "Agreement",
    "AgreementParty",
    "AgreementRelation",
    "AgreementEvent",
    "AgreementDocument",
)


class PartnersConfig(AppConfig):
    name = "partners"
    verbose_name = _("Partners")

    def ready(self) -> None:
        changes.watch(*(self.get_model(name) for name in WATCHED))
