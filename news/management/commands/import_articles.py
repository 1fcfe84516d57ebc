from contextlib import nullcontext
from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from news.importing import reading
from news.importing.keeping import Importer, Outcome
from news.importing.reading import Faulty


class Command(BaseCommand):
    help = "Imports articles from JSON as drafts (docs/operations.md has the format); exit status 1 if any is refused."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--by", metavar="USERNAME", help="whose rights hold; needed to publish")
        parser.add_argument("--publish", action="store_true", help="make them public, at their publish_at or now")
        parser.add_argument("--dry-run", action="store_true", help="tell what would happen and change nothing")

    def handle(self, *, file: Path, by: str | None, publish: bool, dry_run: bool, **options):
        if publish and not by:
            raise CommandError("--publish needs --by: somebody has to answer for what readers get.")
        importer = Importer(person(by) if by else None, note=f"Imported from {file.name}"[:200])
        try:
            listed = reading.articles(file)
        except Faulty as fault:
            raise CommandError(str(fault)) from fault
        with transaction.atomic() if dry_run else nullcontext():
            outcomes = [self.kept(importer, raw) for raw in listed]
            if publish:
                publish_all(importer, [outcome for outcome in outcomes if outcome.article])
            if dry_run:
                transaction.set_rollback(True)
        for number, outcome in enumerate(outcomes, 1):
            self.tell(number, outcome)
        refused = sum(bool(outcome.refused) for outcome in outcomes)
        self.stdout.write(
            f"{len(outcomes)} articles, {refused} refused." + (" Nothing was changed." if dry_run else "")
        )
        if refused:
            raise SystemExit(1)

    def kept(self, importer: Importer, raw: object) -> Outcome:
        try:
            entry = reading.entry(raw)
        except Faulty as fault:
            title = raw.get("title") if isinstance(raw, dict) else None
            return Outcome(str(title or "?")[:80], refused=str(fault))
        return importer.keep(entry)

    def tell(self, number: int, outcome: Outcome) -> None:
        done = ", ".join(outcome.done)
        refused = f"refused: {outcome.refused}" if outcome.refused else ""
        self.stdout.write(f"{number}. {outcome.name}: {'; '.join(filter(None, [done, refused]))}")
        for word, findings in (("stopped by", outcome.stopped_by), ("warning of", outcome.warnings)):
            for finding in findings:
                self.stdout.write(f"   {word} {finding.rule}: {finding}")


def person(username: str):
    users = get_user_model()
    found = users.objects.filter(**{users.USERNAME_FIELD: username}, is_active=True, is_staff=True).first()
    if found is None:
        raise CommandError(f"There is no member of staff with the name {username}.")
    return found


def publish_all(importer: Importer, outcomes: list[Outcome]) -> None:
    """Again and again, while it helps: a text may link to another of the same file that becomes public after it."""
    left = outcomes
    while left:
        still = [outcome for outcome in left if not importer.publish(outcome)]
        if len(still) == len(left):
            return
        left = still
