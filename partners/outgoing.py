from django.conf import settings

from opendoors.content.links.sources import Source, announce
from partners.models import Agreement, Laboratory, University

for model, text, addresses in (
    (University, "description", ("website",)),
    (Laboratory, "description", ("website", "events.source_url")),
    (Agreement, "summary", ("events.source_url",)),
):
    plain = tuple(f"{text}_{code}" for code, _name in settings.LANGUAGES)
    announce(Source(model, model.objects.published, model.objects.editable_by, addresses=addresses, plain=plain))
