"""Rooms: one or a few great openings, and light that falls through them on a floor."""

import random

from opendoors.demo.canvas import Canvas, Point, across, arch, disc, down, frame, rectangle, turned
from opendoors.demo.colour import (
    ABYSS,
    APRICOT,
    BRICK,
    CORAL,
    DEEP,
    DUNE,
    DUSK,
    GOLD,
    INK,
    JADE,
    LIGHT,
    MIST,
    NIGHT,
    OCHRE,
    PAPER,
    SAND,
    SKY,
    TEAL,
    VERMILION,
    WINE,
    mix,
    shade,
    steps,
)

DAYLIGHT = (LIGHT, GOLD, APRICOT)


def spill(canvas: Canvas, middle: float, base: float, width: float, reach: float, spread: float = 2.2) -> None:
    """The light of an opening on the floor before it, towards the viewer: amber at its rim, or it would turn grey."""
    for share, colour, near, softness in ((1.0, VERMILION, 0.75, 9), (0.9, OCHRE, 0.7, 7), (0.7, LIGHT, 0.45, 14)):
        half, far = width / 2, width / 2 * (1 + (spread - 1) * share)
        floor = [
            (middle - half, base),
            (middle + half, base),
            (middle + far, base + reach),
            (middle - far, base + reach),
        ]
        canvas.beam(floor, colour, near, 0.0 if share < 0.9 else 0.08, softness)


def lit(canvas: Canvas, outline: list[Point], strength: float = 0.55) -> None:
    """An opening full of light, with its halo on the wall."""
    xs, ys = [x for x, _y in outline], [y for _x, y in outline]
    middle, width, height = (min(xs) + max(xs)) / 2, max(xs) - min(xs), max(ys) - min(ys)
    canvas.glow(middle, max(ys) - height * 0.45, width * 2.1, height * 1.15, APRICOT, strength)
    canvas.shape(outline, down(GOLD, LIGHT, LIGHT))


def nested(canvas: Canvas, chance: random.Random) -> None:
    """Vermilion arches one inside another, morning light in the smallest."""
    horizon, count = 640, 7
    colours = steps((WINE, BRICK, VERMILION, CORAL, APRICOT, GOLD), count)
    canvas.shape(rectangle(0, 0, 1600, 900), down(shade(WINE, -0.05), shade(WINE, -0.02)))
    for index, colour in enumerate(colours[:-1]):
        size = 0.735**index
        outline = arch(800, horizon + 330 * size, 1340 * size, 1500 * size)
        canvas.hole(outline, down(shade(colour, 0.03), colour, shade(colour, -0.03)), 34 * size + 6, 0.5)
    size = 0.735**6.4
    canvas.glow(800, 600, 420, 460, GOLD, 0.5)
    spill(canvas, 800, horizon + 330 * size, 1340 * size, 215, 3.6)
    canvas.shape(arch(800, horizon + 330 * size, 1340 * size, 1500 * size), down(GOLD, LIGHT, LIGHT))
    canvas.glow(800, 590, 260, 280, LIGHT, 0.45)


def shared_beam(canvas: Canvas, chance: random.Random) -> None:
    """A vermilion and a jade arch side by side, one beam of light before both."""
    canvas.shape(rectangle(0, 0, 1600, 900), down(INK, NIGHT))
    canvas.shape(rectangle(0, 690, 1600, 900), down(NIGHT, shade(NIGHT, 0.05)))
    canvas.glow(800, 520, 860, 620, VERMILION, 0.5)
    for middle, colour in ((610, VERMILION), (990, JADE)):
        for ring, lightness in enumerate((-0.12, 0.0, 0.09)):
            width, height = 380 - 74 * ring, 600 - 48 * ring
            canvas.raised(
                arch(middle, 690, width, height), down(shade(colour, lightness), shade(colour, lightness - 0.03)), 14
            )
        canvas.shape(arch(middle, 690, 168, 462), down(APRICOT, GOLD, LIGHT))
    spill(canvas, 800, 690, 548, 210, 2.4)


def screen(canvas: Canvas, chance: random.Random) -> None:
    """An open arch with a bright rectangle standing inside it, like a screen."""
    canvas.shape(rectangle(0, 0, 1600, 900), across(shade(DEEP, 0.06), DEEP, ABYSS))
    canvas.shape(rectangle(0, 735, 1600, 900), across(shade(DEEP, -0.06), ABYSS))
    canvas.raised(arch(800, 735, 980, 690), down(CORAL, VERMILION), 20)
    canvas.hole(arch(800, 735, 850, 622), down(INK, NIGHT, DUSK), 34, 0.6)
    canvas.glow(800, 540, 470, 420, SKY, 0.6)
    canvas.raised(rectangle(530, 390, 1070, 694), down(shade(INK, -0.06)), 10)
    canvas.shape(rectangle(540, 400, 1060, 684), down(LIGHT, PAPER, MIST))
    canvas.shape([(765, 490), (765, 594), (855, 542)], down(CORAL, VERMILION))
    canvas.beam([(540, 735), (1060, 735), (1300, 900), (300, 900)], MIST, 0.5, 0.03, 8)


def doorways(canvas: Canvas, chance: random.Random) -> None:
    """Three lit doorways in a dark blue wall, each under its own arch."""
    canvas.shape(rectangle(0, 0, 1600, 900), down(INK, NIGHT, DUSK))
    canvas.shape(rectangle(0, 700, 1600, 900), down(shade(NIGHT, -0.02), INK))
    for middle in (360, 800, 1240):
        canvas.hole(arch(middle, 700, 300, 560), down(shade(INK, -0.02), INK), 20, 0.5)
        canvas.glow(middle, 540, 300, 420, VERMILION, 0.55)
        door = rectangle(middle - 92, 332, middle + 92, 700)
        canvas.shape(arch(middle, 316, 184, 92), down(VERMILION, CORAL))
        canvas.shape(door, down(APRICOT, GOLD, LIGHT))
        spill(canvas, middle, 700, 184, 200, 2.0)


def tall(canvas: Canvas, chance: random.Random) -> None:
    """A tall red arch, and beneath it a row of small golden ones."""
    canvas.shape(rectangle(0, 0, 1600, 900), across(SAND, PAPER, SAND))
    canvas.shape(rectangle(0, 780, 1600, 900), across(DUNE, SAND, DUNE))
    canvas.raised(arch(800, 780, 860, 745), down(CORAL, VERMILION), 26, 0.35)
    canvas.hole(arch(800, 780, 740, 682), down(BRICK, VERMILION), 26)
    canvas.hole(arch(800, 780, 620, 612), down(WINE, BRICK), 26)
    canvas.glow(800, 700, 420, 380, OCHRE, 0.6)
    for index in range(5):
        middle = 800 + (index - 2) * 118
        canvas.shape(arch(middle, 780, 92, 250), down(OCHRE, GOLD, LIGHT))
        spill(canvas, middle, 780, 92, 120, 1.5)


def pair(canvas: Canvas, chance: random.Random) -> None:
    """Two blue-green arches of nearly equal height, one slightly ahead of the other."""
    canvas.shape(rectangle(0, 0, 1600, 900), down(PAPER, LIGHT))
    canvas.shape(disc(800, 520, 190), down(GOLD, APRICOT))
    canvas.shape(rectangle(0, 640, 1600, 900), down(SAND, PAPER))
    for middle, base, height, colour in ((610, 700, 560, SKY), (960, 780, 620, DEEP)):
        ground = [(middle - 230, base), (middle + 230, base), (middle + 620, base + 130), (middle + 160, base + 130)]
        canvas.shape(ground, across(DUNE, SAND), 0.6)
        canvas.raised(frame(middle, base, 460, height, 105), down(shade(colour, 0.05), colour), 16, 0.3)
        canvas.raised(
            frame(middle, base, 400, height - 30, 40), down(shade(colour, 0.11), shade(colour, 0.05)), 8, 0.25
        )


def house(canvas: Canvas, chance: random.Random) -> None:
    """A wide terracotta arch with many small lit arches inside it, like the windows of one house."""
    canvas.shape(rectangle(0, 0, 1600, 900), down(DUSK, mix(DUSK, CORAL, 0.45), APRICOT))
    canvas.raised(arch(800, 910, 1360, 830), down(CORAL, VERMILION, BRICK), 26, 0.35)
    canvas.hole(arch(800, 910, 1240, 770), down(shade(BRICK, -0.02), WINE), 30, 0.5)
    for count, base in ((3, 345), (5, 530), (7, 715), (7, 900)):
        for column in range(count):
            middle = 800 + (column - (count - 1) / 2) * 156
            if chance.random() < 0.2:
                canvas.hole(arch(middle, base, 84, 132), down(shade(WINE, -0.09), shade(WINE, -0.05)), 8, 0.4)
                continue
            canvas.glow(middle, base - 60, 120, 140, CORAL, 0.5)
            canvas.shape(arch(middle, base, 84, 132), down(chance.choice((OCHRE, APRICOT)), GOLD, LIGHT))


def street(canvas: Canvas, chance: random.Random) -> None:
    """One broad terracotta arch, and through it a street of smaller ones at dusk."""
    canvas.shape(rectangle(0, 0, 1600, 900), across(CORAL, VERMILION, BRICK))
    gate = arch(800, 910, 1240, 850)
    canvas.hole(gate, down(NIGHT, DUSK, mix(DUSK, CORAL, 0.6), APRICOT, GOLD, GOLD, GOLD), 36, 0.5)
    with canvas.through(gate):
        canvas.glow(800, 590, 420, 330, GOLD, 0.7)
        canvas.shape([(768, 600), (832, 600), (1700, 910), (-100, 910)], down(APRICOT, mix(CORAL, DUSK, 0.6), DUSK))
        for side in (-1, 1):
            near, far = (800 + side * 660, 880.0), (800 + side * 36, 603.0)
            wall = (8300, near, far, 0.075)
            shades = (NIGHT, mix(DUSK, BRICK, 0.5))
            facade = turned(rectangle(0, -640, 8300, 0), *wall)
            canvas.shape(facade, across(*(shades if side < 0 else shades[::-1])))
            for place in range(24):
                door = arch(250 + place * 345, 0, 230, 370)
                canvas.shape(turned(door, *wall), down(OCHRE, GOLD, LIGHT))
                window = [(x, y - 430) for x, y in arch(250 + place * 345, 0, 110, 135)]
                canvas.shape(turned(window, *wall), down(CORAL, APRICOT))


def facing(canvas: Canvas, chance: random.Random) -> None:
    """Two night-blue arches that face each other, a warm light in the gap between them."""
    canvas.shape(rectangle(0, 0, 1600, 900), across(DUNE, SAND, PAPER, SAND, DUNE))
    canvas.shape(rectangle(0, 650, 1600, 900), across(mix(DUNE, BRICK, 0.2), SAND, mix(DUNE, BRICK, 0.2)))
    canvas.glow(800, 520, 460, 640, GOLD, 0.9)
    canvas.glow(800, 540, 240, 420, LIGHT, 0.9)
    canvas.beam([(690, 650), (910, 650), (1120, 900), (480, 900)], LIGHT, 0.8, 0.25, 14)
    for side in (-1, 1):
        for layer, colour in ((0, INK), (1, NIGHT), (2, DUSK)):
            near, far = (800 + side * (600 - layer * 16), 850.0), (800 + side * (190 - layer * 10), 720.0)
            outline = frame(250, 0, 500 - layer * 2, 720 - layer * 10, 105 - layer * 22)
            canvas.raised(turned(outline, 500, near, far, 0.62), down(shade(colour, 0.04), colour), 10, 0.35)


def three_deep(canvas: Canvas, chance: random.Random) -> None:
    """Three arches seen one through another, the furthest filled with yellow light."""
    canvas.shape(rectangle(0, 0, 1600, 900), across(TEAL, DEEP, ABYSS))
    canvas.shape(rectangle(0, 840, 1600, 900), across(DEEP, ABYSS))
    beyond = ((SKY, mix(SKY, MIST, 0.6), MIST), (JADE, mix(JADE, MIST, 0.5), MIST), (GOLD, GOLD, LIGHT))
    trims = (MIST, shade(JADE, -0.14), OCHRE)
    for size, shift, stops, trim in zip((1.0, 0.6, 0.34), (0, 70, 125), beyond, trims, strict=True):
        middle, base, width, height = 720 + shift, 590 + 250 * size, 820 * size, 770 * size
        border = 54 * size
        canvas.raised(arch(middle, base, width + 2 * border, height + border), down(shade(trim, 0.04), trim), 22 * size)
        canvas.hole(arch(middle, base, width, height), down(*stops), 32 * size + 6, 0.45)
    canvas.glow(845, 580, 260, 250, GOLD, 0.6)
    canvas.beam([(706, 675), (984, 675), (1060, 840), (520, 840)], GOLD, 0.75, 0.2, 10)
    canvas.beam([(520, 840), (1060, 840), (1100, 900), (440, 900)], GOLD, 0.25, 0.0, 10)


def staircase(canvas: Canvas, chance: random.Random) -> None:
    """A dark blue-green wall, one tall lit arch in it, and steps of light that lead down from it."""
    canvas.shape(rectangle(0, 0, 1600, 900), down(shade(DEEP, 0.02), ABYSS))
    lit(canvas, arch(800, 520, 230, 440), 0.7)
    for index in range(6):
        top, half = 520 + index * 64, 150 + index * 92
        canvas.shape(rectangle(800 - half, top, 800 + half, top + 40), across(DEEP, GOLD, DEEP), 0.95 - index * 0.1)
        canvas.shape(rectangle(800 - half, top + 40, 800 + half, top + 64), across(ABYSS, BRICK, ABYSS), 0.9)
