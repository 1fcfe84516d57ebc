from django.conf import settings
from django.core.management.base import BaseCommand

from opendoors.content.links.checking import check
from opendoors.content.links.outside import Asker
from opendoors.content.links.results import CheckedLink


def agent() -> str:
    """Says who asks, and where that can be looked up."""
    return f"OpenDoorsLinkCheck/1.0 (+{settings.SITE_URL}/)" if settings.SITE_URL else "OpenDoorsLinkCheck/1.0"


class Command(BaseCommand):
    help = "Follows the links in what readers find and keeps what is broken for the editors; exit status 1 if any is."

    def add_arguments(self, parser):
        parser.add_argument("--external", action="store_true", help="ask other hosts too; needs the network")
        parser.add_argument("--timeout", type=float, default=10, help="seconds for one answer")
        parser.add_argument("--pause", type=float, default=1, help="seconds between two questions to one host")

    def handle(self, *, external: bool, timeout: float, pause: float, **options):
        done = check(self.asker(timeout, pause) if external else None)
        broken = CheckedLink.objects.broken().with_content()
        broken = broken if external else broken.outside(False)  # what is told is what was asked now
        for result in broken:
            place = f"{result.content_type.name} “{result.content}”"
            self.stdout.write(f"{place}: {result.address} {result.told_problem}")
        self.stdout.write(f"{done['checked']} addresses checked, {done['broken']} of them broken.")
        if done["broken"]:
            raise SystemExit(1)

    def asker(self, timeout: float, pause: float) -> Asker:
        return Asker(agent(), timeout, pause)
