"""A sheet to draw on: shapes with smooth edges, cut-outs with paper shadows, light, and grain.

Places are told on a sheet of 1600 by 900, whatever size is drawn.
"""

import math
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from opendoors.demo.colour import INK, Oklch, ramp, rgb

WIDTH, HEIGHT = 1600, 900
SUPERSAMPLING = 3
Point = tuple[float, float]
Box = tuple[int, int, int, int]


@dataclass(frozen=True)
class Paint:
    """Colours from top to bottom ("down") or from left to right ("across")."""

    stops: tuple[Oklch, ...]
    run: str = "down"

    def image(self, size: tuple[int, int]) -> Image.Image:
        if len(self.stops) == 1:
            return Image.new("RGB", size, rgb(self.stops[0]))
        levels = Image.linear_gradient("L")
        if self.run == "across":
            levels = levels.transpose(Image.Transpose.ROTATE_90)
        levels = levels.resize(size, Image.Resampling.BICUBIC)
        return Image.merge("RGB", [levels.point(table) for table in ramp(self.stops)])


def down(*stops: Oklch) -> Paint:
    return Paint(stops)


def across(*stops: Oklch) -> Paint:
    return Paint(stops, "across")


def arch(middle: float, base: float, width: float, height: float, point: float = 0.0) -> list[Point]:
    """The outline of an arch that stands on `base`; `point` 0 is a round head, 1 a steep Gothic one."""
    radius = width / 2 * (1 + point)
    rise = math.sqrt(radius**2 - (radius - width / 2) ** 2)
    spring, centre = base - height + rise, middle + width / 2 - radius
    top = math.acos((radius - width / 2) / radius)
    right = [
        (centre + radius * math.cos(turn * top / 60), spring - radius * math.sin(turn * top / 60)) for turn in range(61)
    ]
    left = [(2 * middle - x, y) for x, y in reversed(right)]
    return [(middle + width / 2, base), *right, *left, (middle - width / 2, base)]


def frame(middle: float, base: float, width: float, height: float, thickness: float) -> list[Point]:
    """An arch that one can walk through: two legs and a head."""
    opening = arch(middle, base, width - 2 * thickness, height - thickness)
    return [*arch(middle, base, width, height), *reversed(opening)]


def turned(points: list[Point], length: float, near: Point, far: Point, shrink: float) -> list[Point]:
    """An outline drawn flat on a wall `length` long that starts at x = 0 and stands on y = 0, now seen in perspective.

    The wall runs from the foot `near` to the foot `far`, where everything is `shrink` (0..1) times as tall.
    """
    placed = []
    for x, y in points:
        size = 1 / (1 + x / length * (1 / shrink - 1))
        depth = (1 - size) / (1 - shrink)
        placed.append((near[0] + (far[0] - near[0]) * depth, near[1] + (far[1] - near[1]) * depth + y * size))
    return placed


def disc(x: float, y: float, radius: float) -> list[Point]:
    return [(x + radius * math.cos(i * math.pi / 90), y + radius * math.sin(i * math.pi / 90)) for i in range(180)]


def rectangle(left: float, top: float, right: float, bottom: float) -> list[Point]:
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


class Canvas:
    def __init__(self, width: int, paint: Paint):
        self.scale = width / WIDTH
        self.size = (width, round(HEIGHT * self.scale))
        self.image = paint.image(self.size)

    @contextmanager
    def through(self, points: list[Point]) -> Iterator[None]:
        """Whatever is drawn inside the block is seen through this outline only."""
        before = self.image.copy()
        yield
        box, mask = self._mask(points)
        before.paste(self.image.crop(box), box, mask)
        self.image = before

    def shape(self, points: list[Point], paint: Paint, alpha: float = 1.0, multiply: bool = False) -> None:
        """Fill an outline; `multiply` lets what lies below shine through, as two sheets of coloured film do."""
        box, mask = self._mask(points)
        if not box:
            return
        fill = self._fill(points, paint, box)
        if multiply:
            fill = ImageChops.multiply(self.image.crop(box), fill)
        self.image.paste(fill, box, mask.point(lambda level: round(level * alpha)) if alpha < 1 else mask)

    def hole(self, points: list[Point], paint: Paint, depth: float = 26, darkness: float = 0.5) -> None:
        """Cut an outline out of the sheet: another sheet is seen `depth` below, in the shadow of the edge.

        The lowest edge throws none: it is a doorstep.
        """
        self.shape(points, paint)
        base, reach = max(y for _x, y in points), depth * 3
        box, inside = self._mask(points, reach)
        if not box:
            return
        _box, opening = self._mask([(x, y + reach if y == base else y) for x, y in points], reach, box)
        rim = ImageChops.offset(ImageChops.invert(opening), round(depth * 0.4 * self.scale))
        self._tint(box, ImageChops.multiply(_blurred(rim, depth * self.scale), inside), INK, darkness)

    def raised(self, points: list[Point], paint: Paint, depth: float = 22, darkness: float = 0.4) -> None:
        """Lay an outline on the sheet: it throws a soft shadow to the right and down."""
        reach = depth * 3
        shadow = [(x + depth * 0.35, y + depth * 0.35) for x, y in points]
        box, mask = self._mask(shadow, reach)
        if box:
            self._tint(box, _blurred(mask, depth * self.scale), INK, darkness)
        self.shape(points, paint)

    def glow(self, x: float, y: float, across: float, height: float, colour: Oklch, alpha: float) -> None:
        """Light around a place, strongest in its middle, gone at `across` and `height` from it."""
        box = self._box([(x - across, y - height), (x + across, y + height)])
        size = (box[2] - box[0], box[3] - box[1])
        # Pillow's radial gradient is 0 in the middle and 181 where it meets the sides.
        levels = Image.radial_gradient("L").point([_eased(max(0.0, 1 - i / 178), alpha) for i in range(256)])
        levels = levels.resize(size, Image.Resampling.BICUBIC)
        inside = self._clipped(box)
        if not inside:
            return
        levels = levels.crop((inside[0] - box[0], inside[1] - box[1], inside[2] - box[0], inside[3] - box[1]))
        below = self.image.crop(inside)
        lit = ImageChops.screen(below, Image.new("RGB", below.size, rgb(colour)))
        self.image.paste(lit, inside, levels)

    def beam(self, points: list[Point], colour: Oklch, near: float, far: float, softness: float = 6) -> None:
        """A field of light from the top of an outline (`near`, 0..1) to its bottom (`far`), with soft sides."""
        box, mask = self._mask(points, softness * 3)
        if not box:
            return
        mask = _blurred(mask, softness * self.scale)
        doorstep = round(min(y for _x, y in points) * self.scale) - box[1]
        mask.paste(0, (0, 0, mask.width, max(0, doorstep)))  # it lies on a floor, and no wall shines beside it
        top, bottom = round(255 * near), round(255 * far)
        fade = Image.linear_gradient("L").point([round(top + (bottom - top) * i / 255) for i in range(256)])
        mask = ImageChops.multiply(mask, fade.resize(mask.size, Image.Resampling.BICUBIC))
        below = self.image.crop(box)
        self.image.paste(ImageChops.screen(below, Image.new("RGB", below.size, rgb(colour))), box, mask)

    def line(self, points: list[Point], colour: Oklch, width: float) -> None:
        """A thin line with round joints through the points."""
        box, _mask = self._mask([*points, *[(x, y) for x, y in reversed(points)]], width)
        if not box:
            return
        factor = SUPERSAMPLING * self.scale
        mask = Image.new("L", ((box[2] - box[0]) * SUPERSAMPLING, (box[3] - box[1]) * SUPERSAMPLING))
        places = [(x * factor - box[0] * SUPERSAMPLING, y * factor - box[1] * SUPERSAMPLING) for x, y in points]
        ImageDraw.Draw(mask).line(places, fill=255, width=max(1, round(width * factor)), joint="curve")
        self.image.paste(rgb(colour), box, mask.reduce(SUPERSAMPLING))

    def finished(self, chance: random.Random, strength: int = 5) -> Image.Image:
        """The picture with the grain of paper, which also hides the steps of gradients."""
        side = 400
        fine = Image.frombytes("L", (side, side), chance.randbytes(side * side))
        coarse = Image.frombytes("L", (side, side), chance.randbytes(side * side)).filter(ImageFilter.GaussianBlur(1.2))
        grain = Image.blend(fine, coarse, 0.6).point([round(128 + (i - 128) * strength / 64) for i in range(256)])
        sheet = Image.new("L", self.size)
        for x in range(0, self.size[0], side):
            for y in range(0, self.size[1], side):
                sheet.paste(grain, (x, y))
        return ImageChops.add(self.image, Image.merge("RGB", [sheet] * 3), 1, -128)

    def _fill(self, points: list[Point], paint: Paint, box: Box) -> Image.Image:
        whole = self._box(points)
        if whole == box or len(paint.stops) == 1:
            return paint.image((box[2] - box[0], box[3] - box[1]))
        picture = paint.image((whole[2] - whole[0], whole[3] - whole[1]))
        return picture.crop((box[0] - whole[0], box[1] - whole[1], box[2] - whole[0], box[3] - whole[1]))

    def _mask(
        self, points: list[Point], margin: float = 0, box: Box | None = None
    ) -> tuple[Box | None, Image.Image | None]:
        box = box or self._clipped(self._box(points, margin))
        if not box:
            return None, None
        factor = SUPERSAMPLING * self.scale
        mask = Image.new("L", ((box[2] - box[0]) * SUPERSAMPLING, (box[3] - box[1]) * SUPERSAMPLING))
        places = [(x * factor - box[0] * SUPERSAMPLING, y * factor - box[1] * SUPERSAMPLING) for x, y in points]
        ImageDraw.Draw(mask).polygon(places, fill=255)
        return box, mask.reduce(SUPERSAMPLING)

    def _box(self, points: list[Point], margin: float = 0) -> Box:
        xs, ys = [x for x, _y in points], [y for _x, y in points]
        return (
            math.floor((min(xs) - margin) * self.scale),
            math.floor((min(ys) - margin) * self.scale),
            math.ceil((max(xs) + margin) * self.scale),
            math.ceil((max(ys) + margin) * self.scale),
        )

    def _clipped(self, box: Box) -> Box | None:
        left, top = max(0, box[0]), max(0, box[1])
        right, bottom = min(self.size[0], box[2]), min(self.size[1], box[3])
        return (left, top, right, bottom) if left < right and top < bottom else None

    def _tint(self, box: Box, mask: Image.Image, colour: Oklch, alpha: float) -> None:
        self.image.paste(rgb(colour), box, mask.point(lambda level: round(level * alpha)))


def _eased(nearness: float, alpha: float) -> int:
    return round(255 * alpha * nearness**2 * (3 - 2 * nearness))


def _blurred(mask: Image.Image, radius: float) -> Image.Image:
    """Blurred at a quarter of the size: a shadow has no detail to lose, and time to gain."""
    if radius < 4:
        return mask.filter(ImageFilter.GaussianBlur(radius))
    small = mask.resize((max(1, mask.width // 4), max(1, mask.height // 4)), Image.Resampling.BOX)
    return small.filter(ImageFilter.GaussianBlur(radius / 4)).resize(mask.size, Image.Resampling.BICUBIC)
