"""How often public pages are opened, per page and day. Of who opened them nothing is kept (docs/decisions/103).

`counting` holds what was counted in the memory of the process and writes it some seconds later, by `counts`, the table.
`pages` says which page an answer is, and which answers count; `told` makes of the numbers what staff see.
"""

from opendoors.content.visits.counting import count, visit
from opendoors.content.visits.counts import Line
from opendoors.content.visits.pages import counted

__all__ = ["Line", "count", "counted", "visit"]
