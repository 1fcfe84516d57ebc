from collections import Counter

from opendoors.content import changes
from opendoors.content.addresses import Addressed
from opendoors.old_addresses.leading import FORMER

AT_ONCE = 500  # rows in one query


def keep(leads: dict[str, Addressed]) -> Counter:
    """Makes each address lead there, and counts which were new, changed or unchanged."""
    done = Counter()
    paths = list(leads)
    for start in range(0, len(paths), AT_ONCE):
        done += _keep({path: leads[path] for path in paths[start : start + AT_ONCE]})
    return done


def _keep(leads: dict[str, Addressed]) -> Counter:
    known = {row.path: row for former in FORMER.values() for row in former.objects.at(leads)}
    done, new = Counter(), []
    for path, content in leads.items():
        row = known.get(path)
        if row and row.content == content:
            done["unchanged"] += 1
            continue
        done["changed" if row else "new"] += 1
        if row:
            row.delete()
        former = FORMER[type(content)]
        new.append(former(path=path, **{former.leads_to: content}))
    for former in FORMER.values():
        for row in former.objects.bulk_create([row for row in new if type(row) is former]):
            changes.announce(row)
    return done
