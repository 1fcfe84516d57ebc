from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from opendoors.old_addresses import reading
from opendoors.old_addresses.keeping import keep
from opendoors.old_addresses.leading import Leading


class Command(BaseCommand):
    help = (
        "Makes addresses of a former site lead on (docs/operations.md has the format); all lines hold, or none is kept."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="tell what would happen and change nothing")
        parser.add_argument("--skip-bad", action="store_true", help="keep what holds, whatever else is in the file")

    def handle(self, *, file: Path, dry_run: bool, skip_bad: bool, **options):
        try:
            found = Leading(reading.lines(file))
        except reading.Unreadable as error:
            raise CommandError(str(error)) from error
        for problem in sorted(found.problems):
            self.stdout.write(str(problem))
        if found.problems and not skip_bad:
            raise CommandError(f"Nothing was changed: {len(found.problems)} of the lines do not hold.")
        with transaction.atomic():
            done = keep(found.leads)
            transaction.set_rollback(dry_run)
        told = [f"{done[name]} {name}" for name in ("new", "changed", "unchanged")]
        told += [f"{found.repeated} repeated", f"{len(found.problems)} left out"]
        self.stdout.write(", ".join(told) + (". Nothing was changed." if dry_run else "."))
