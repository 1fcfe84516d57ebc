"""Covers for articles without a picture: doorways that lead to other doorways, with light falling through.

The drawing follows from the article's translation key alone, so it never changes and translations share it; its tint
follows from the topic. Lengths are in units of the drawing, 640 wide and 400 high.
"""

from dataclasses import dataclass

from news.models import Article

WIDTH, HEIGHT = 640, 400

# From the wall in front to the light behind.
TINTS = (
    ("#ad301c", "#d74a21", "#ee7933", "#f7b56a", "#feedc5"),  # vermilion
    ("#0b3b4a", "#115968", "#31858e", "#7ac1b3", "#f6f0ca"),  # deep water
    ("#935e24", "#be8127", "#dca744", "#ecce83", "#fdf4d2"),  # ochre
    ("#4e1b36", "#7f2a48", "#b14554", "#e4896a", "#ffe8c2"),  # plum
    ("#183e2b", "#2c5f40", "#548556", "#a9ba74", "#f4f1c3"),  # pine
    ("#192541", "#293f67", "#446493", "#c1946f", "#fee9be"),  # night
    ("#692f1a", "#924423", "#b96831", "#dfa867", "#fbeec9"),  # brick
    ("#384b56", "#546d79", "#74969f", "#c5c7a9", "#fbf2d0"),  # slate
)


@dataclass(frozen=True)
class Doorway:
    """With a round top: `half` its width, standing on `floor`."""

    fill: str
    centre: float
    floor: float
    half: float
    height: float

    @property
    def path(self) -> str:
        return arch(self.centre, self.floor, self.half, self.height)


@dataclass(frozen=True)
class Drawing:
    """`light_corners`: of the light on the floor, from its far left round to its near left."""

    wall: str
    doorways: list[Doorway]
    light: str
    light_corners: list[tuple[float, float]]

    @property
    def light_path(self) -> str:
        (far_left, floor), (far_right, _floor), (near_right, _near), (near_left, _near) = self.light_corners
        return f"M{far_left:.0f} {floor:.0f}h{far_right - far_left:.0f}L{near_right:.0f} {HEIGHT}H{near_left:.0f}Z"


def of(article: Article) -> Drawing:
    """The drawn cover of an article without a picture.

    The tint is its oldest topic's: which of them is the first depends on the language.
    """
    seed = article.translation_key.int
    return doorways(seed, min((topic.pk for topic in article.topics.all()), default=seed) - 1)


def doorways(seed: int, tint: int) -> Drawing:
    """The drawing of one article; `seed` is any whole number, `tint` counts round the tints."""
    colours = TINTS[tint % len(TINTS)]
    choices = _Choices(seed)
    rooms = choices.between(3, 4)
    lean = choices.among((-1, -0.7, 0.7, 1))
    half = choices.between(150, 215)
    shrink = choices.between(60, 68) / 100
    slimness = choices.between(200, 245) / 100
    centre = WIDTH / 2 - lean * choices.between(20, 70)
    left, right = centre - half, centre + half
    floor = float(HEIGHT)
    drawn = []
    for room in range(rooms):
        fill = colours[1 + room] if room < rooms - 1 else colours[-1]
        drawn.append(Doorway(fill, centre, floor, half, half * slimness))
        if room < rooms - 1:
            centre += lean * half * (1 - shrink) * 0.55
            floor -= half * 0.17
            half *= shrink
    reach = lean * choices.between(30, 110)
    spread = 2.1 + choices.between(0, 8) / 10
    near_left = max(left, centre - reach - half * spread)
    near_right = min(right, centre - reach + half * spread)
    corners = [(centre - half, floor), (centre + half, floor), (near_right, HEIGHT), (near_left, HEIGHT)]
    return Drawing(colours[0], drawn, colours[-1], corners)


def arch(centre: float, floor: float, half: float, height: float) -> str:
    """Path of a doorway with a round top: `half` its width, standing on `floor`."""
    spring = floor - height + half
    return f"M{centre - half:.0f} {floor:.0f}V{spring:.0f}a{half:.0f} {half:.0f} 0 0 1 {2 * half:.0f} 0V{floor:.0f}Z"


class _Choices:
    """Small whole numbers taken one after another out of a large one."""

    def __init__(self, seed: int):
        self.rest = abs(seed)

    def between(self, low: int, high: int) -> int:
        self.rest, taken = divmod(self.rest, high - low + 1)
        return low + taken

    def among(self, options: tuple):
        return options[self.between(0, len(options) - 1)]
