from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from opendoors.content import changes
from opendoors.content.gate import destinations

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
        self._announce_pages()

    def _announce_pages(self) -> None:
        for name in ("University", "Laboratory", "Agreement"):
            published = self.get_model(name).objects.published
            destinations.announce(f"partners:{name.lower()}-detail", published)
            destinations.announce("partners:by-id", published, "public_id")
        universities = self.get_model("University").objects.published
        destinations.announce("partners:country-detail", universities, "code", "country")
        destinations.announce("partners:field-detail", self.get_model("Field").objects.in_use)
        destinations.announce("partners:document", self.get_model("AgreementDocument").objects.public, "pk")
