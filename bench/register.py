"""`make bench`: the register's pages with a small and a large register: queries, bytes and times.

Ends with 1 where the number of queries grows with the register, or a public page is heavier than it may be.
"""

import argparse
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, setup_test_environment

from bench import crowd
from partners.models import Agreement, Laboratory, StaffMembership, University

HEAVIEST = 150_000  # bytes of HTML
SMALL = (500, 200, 2_000)
PUBLIC = (
    "/partners/",
    "/partners/universities/",
    "/partners/universities/?page=2",
    "/partners/universities/?country=CN",
    "/partners/universities/?kind=faculty",
    "/partners/universities/?field=field-1",
    "/partners/universities/?laboratory=yes&force=yes&sort=newest",
    "/partners/labs/",
    "/partners/labs/?country=CN&status=planned",
    "/partners/agreements/",
    "/partners/agreements/?country=CN&year=2020",
    "/partners/agreements/?status=signed&kind=memorandum&sort=expires",
    "/partners/agreements/?force=yes&field=field-1",
    "/partners/agreements/?university=university-0",
    "/partners/labs/?university=university-0&sort=status",
    "/partners/countries/",
    "/partners/countries/CN/",
    "/partners/fields/",
    "/partners/fields/field-1/",
    "/partners/data/",
)
ADMIN = (
    "/admin/partners/university/",
    "/admin/partners/university/?q=number+5",
    "/admin/partners/laboratory/",
    "/admin/partners/agreement/",
    "/admin/partners/agreement/?status__exact=signed",
    "/admin/partners/agreement/board/",
)
FORM = "form"


@dataclass(frozen=True)
class Look:
    queries: int
    size: int  # bytes
    seconds: float


def main() -> int:
    arguments = parse()
    setup_test_environment(debug=False)
    small = measured(SMALL)
    large = measured((arguments.universities, arguments.laboratories, arguments.agreements))
    print(f"{'':72}{'queries':>9}{'then':>6}{'kB':>8}{'ms':>8}")
    complaints = []
    for name, look in large.items():
        before = small[name]
        milliseconds = look.seconds * 1000
        print(f"{name:72}{before.queries:>9}{look.queries:>6}{look.size / 1000:>8.1f}{milliseconds:>8.0f}")
        if name.startswith(FORM):
            continue  # as large as the record is, and so are its queries
        if look.queries > before.queries:
            complaints.append(f"{name}: more queries")
        if look.size > HEAVIEST and "admin" not in name:
            complaints.append(f"{name}: heavier than {HEAVIEST // 1000} kB")
    print(*complaints, sep="\n")
    return 1 if complaints else 0


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    for name, count in (("universities", 5_000), ("laboratories", 2_000), ("agreements", 20_000)):
        parser.add_argument(f"--{name}", type=int, default=count)
    return parser.parse_args()


def measured(counts: tuple[int, int, int]) -> dict[str, Look]:
    """Every page of a register of that size, in a database of its own."""
    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        started = time.perf_counter()
        crowd.fill(*counts)
        print(f"Filled with {counts} in {time.perf_counter() - started:.0f} s, {connection.vendor}")
        return {path: look(client, address) for path, client, address in pages()}
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


def pages() -> Iterator[tuple[str, Client, str]]:
    visitor = Client()
    for path in PUBLIC:
        yield path, visitor, path
        yield f"/ru{path}", visitor, f"/ru{path}"
    busiest = {
        "university": University.objects.get(slug="university-0"),
        "laboratory": Laboratory.objects.get(slug="laboratory-1"),
        "agreement": Agreement.objects.get(slug="agreement-0"),
    }
    for name, record in busiest.items():
        yield f"the busiest {name}", visitor, record.get_absolute_url()
        yield f"the busiest {name}, in Russian", visitor, f"/ru{record.get_absolute_url()}"
    for role in ("Partnership officer", "Association editor"):
        client = staff(role, busiest["university"])
        for path in ADMIN:
            yield f"{path} ({role})", client, path
        for name, record in busiest.items():
            yield f"{FORM} of the busiest {name} ({role})", client, f"/admin/partners/{name}/{record.pk}/change/"


def staff(role: str, university: University) -> Client:
    user = User.objects.create_user(role.replace(" ", "-"), is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    StaffMembership.objects.create(user=user, university=university)
    client = Client()
    client.force_login(user)
    return client


def look(client: Client, address: str) -> Look:
    client.get(address)  # what is read once per process, sessions among it, is no page's own
    started = time.perf_counter()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        response = client.get(address)
    seconds = time.perf_counter() - started
    if response.status_code != 200:
        raise SystemExit(f"{address}: {response.status_code}")
    return Look(len(queries), len(response.content), seconds)


if __name__ == "__main__":
    sys.exit(main())
