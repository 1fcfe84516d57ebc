from opendoors.content import changes
from opendoors.content.links.checking import forget_gone

changes.subscribe(forget_gone)
