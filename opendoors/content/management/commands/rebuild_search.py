"""Writes the search index anew: after an update that changes how words are read, or when in doubt."""

from django.core.management.base import BaseCommand

from opendoors.content.search.indexing import rebuild

WIDTH = 40  # signs of the bar


class Command(BaseCommand):
    help = "Writes the search index anew, row by row: visitors go on searching meanwhile."

    def handle(self, *, verbosity: int, **options):
        rebuild(self._progress if verbosity and self.stderr.isatty() else lambda done, total: None)
        if verbosity:
            self.stdout.write("The search index is complete.")

    def _progress(self, done: int, total: int) -> None:
        filled = WIDTH * done // max(total, 1)
        bar = "#" * filled + "." * (WIDTH - filled)
        self.stderr.write(f"\r{bar} {done:,}/{total:,}", ending="\n" if done == total else "")
