from django.core.management.base import BaseCommand

from partners import integrity


class Command(BaseCommand):
    help = "Prints what is wrong across the rows of the register and where to mend it; exit status 1 if anything is."

    def handle(self, **options):
        count = 0
        for count, finding in enumerate(integrity.findings(), start=1):  # noqa: B007 (the count is wanted)
            self.stdout.write(str(finding))
        if count:
            self.stderr.write(f"Found: {count}")
            raise SystemExit(1)
        self.stdout.write("The register is in order.")
