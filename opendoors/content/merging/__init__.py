"""Two editors' saves of one text put together, so that no sentence of either is lost; pure, without rows or requests.

`alignment` tells what one editor did, `parts` is what two texts become together, `once` keeps a piece of both from
standing there twice, `sequences` puts two tales of one sequence together, `snapshots` does it for whole snapshots. Each
imports only from those named before it.
"""

from opendoors.content.merging.snapshots import CHOICES, FieldClash, Kinds, Merged, merge

__all__ = ["CHOICES", "FieldClash", "Kinds", "Merged", "merge"]
