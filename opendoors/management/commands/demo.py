"""A believable site in one command. Running it again adds what is missing and changes nothing."""

from django.core.management.base import BaseCommand

from opendoors.demo import association, newsroom, register
from opendoors.demo.loading import Demo, Loader

# In this order: each may lean on what those before it have loaded.
LOADERS: tuple[Loader, ...] = (
    register.load_fields,
    register.load_universities,
    register.load_agreements,
    register.load_laboratories,
    newsroom.load_topics,
    newsroom.load_articles,
    association.load_pages,
    association.load_menus,
    association.load_home,
)


class Command(BaseCommand):
    help = "Loads the demonstration site: partners, news with drawn pictures, standing pages. Can be run again safely."

    def add_arguments(self, parser):
        parser.add_argument("--picture-width", type=int, default=1600, help="pixels; smaller pictures load faster")

    def handle(self, *, picture_width: int, verbosity: int, **options):
        def say(line: str) -> None:
            if verbosity:
                self.stdout.write(line)

        tallies = [load(Demo(say, picture_width)) for load in LOADERS]
        for tally in tallies:
            say(str(tally))
