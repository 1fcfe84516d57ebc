"""Public pages from the memory of the process, and never of yesterday (docs/decisions/110-page-cache.md).

All public content has one generation: every write makes it another one, before and after its commit. The next moment
at which something changes by the clock alone is known too (`content/ahead.py`). An answer is right until either of the
two comes: there are no lists of what to purge. A view says by `kept` that its answers are for everybody; `front` stands
before Django and gives them away, `entries` are what it keeps, ready to be sent, in a `store` of bounded size. Models
hear of none of it: writes are heard of through `content/changes.py`.
"""

from opendoors.content import changes
from opendoors.content.caching.generations import generations
from opendoors.content.caching.kept import kept

__all__ = ["kept"]

changes.subscribe(generations.note, at_once=True)
