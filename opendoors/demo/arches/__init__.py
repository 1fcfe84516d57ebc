"""The drawn pictures: `draw(name)` for one, by the number of its article or the name in its text.

`rooms` is light through openings, `rows` is built on it, `sheets` stands beside them.
"""

import random
from collections.abc import Callable

from PIL import Image

from opendoors.demo.arches import rooms, rows, sheets
from opendoors.demo.canvas import Canvas, down
from opendoors.demo.colour import PAPER

DRAWINGS: dict[str, Callable[[Canvas, random.Random], None]] = {
    "01": rooms.nested,
    "03": rows.seven,
    "04": sheets.path,
    "05": rooms.tall,
    "06": rooms.pair,
    "08": rows.flight,
    "09": rooms.shared_beam,
    "10": sheets.joined,
    "11": rooms.house,
    "12": rooms.facing,
    "13": rooms.screen,
    "15": rows.fourteen,
    "16": rooms.doorways,
    "17": rows.slender,
    "20": sheets.map_of_arches,
    "21": sheets.rings,
    "22": sheets.network,
    "arches-1": rooms.street,
    "arches-2": rooms.three_deep,
    "arches-3": rows.two_dozen,
    "arches-4": rooms.staircase,
    "arches-5": rows.growing,
}


def draw(name: str, width: int = 1600) -> Image.Image:
    """The picture of that name, 16 by 9, the same every time. Raises KeyError for a name without a drawing."""
    chance = random.Random(name)  # noqa: S311 - it strews grain, it guards nothing
    canvas = Canvas(width, down(PAPER))
    DRAWINGS[name](canvas, chance)
    return canvas.finished(chance)
