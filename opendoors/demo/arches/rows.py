"""Rows: the same arch many times, and what differs."""

import math
import random

from opendoors.demo.arches.rooms import lit, spill
from opendoors.demo.canvas import Canvas, across, arch, down, rectangle
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
    shade,
    steps,
)


def seven(canvas: Canvas, chance: random.Random) -> None:
    """Seven narrow blue-green arches, two of them lit."""
    canvas.shape(rectangle(0, 0, 1600, 900), down(shade(DEEP, 0.03), ABYSS))
    canvas.shape(rectangle(0, 730, 1600, 900), down(shade(ABYSS, -0.07), ABYSS))
    for index in range(7):
        middle = 800 + (index - 3) * 212
        canvas.raised(arch(middle, 730, 172, 600), down(TEAL, shade(TEAL, -0.06)), 16, 0.4)
        if index in (2, 5):
            lit(canvas, arch(middle, 730, 112, 556), 0.6)
            spill(canvas, middle, 730, 112, 170, 2.3)
        else:
            canvas.hole(arch(middle, 730, 112, 556), down(INK, NIGHT, ABYSS), 18, 0.5)


def flight(canvas: Canvas, chance: random.Random) -> None:
    """Seven translucent arches, each a little taller than the one before, like sheets of blue and sandy film."""
    canvas.shape(rectangle(0, 0, 1600, 900), down(LIGHT, PAPER))
    tints = (SAND, shade(DUNE, 0.03), SAND, MIST, SKY, TEAL, DUSK)
    for index, tint in enumerate(tints):
        outline = arch(238 + index * 187, 800, 246, 250 + index * 78)
        canvas.shape(outline, down(shade(tint, 0.05), tint), 0.95, multiply=True)
        inner = arch(238 + index * 187, 800, 96, 150 + index * 78)
        canvas.shape(inner, down(LIGHT, PAPER), 0.55)
    canvas.shape(rectangle(0, 800, 1600, 900), across(SAND, MIST, SKY))


def slender(canvas: Canvas, chance: random.Random) -> None:
    """Ten slender arches: nine in the colour of sand, one deep red."""
    canvas.shape(rectangle(0, 0, 1600, 900), across(OCHRE, DUNE, OCHRE))
    canvas.shape(rectangle(0, 740, 1600, 900), down(shade(OCHRE, -0.1), shade(OCHRE, -0.02)))
    for index in range(10):
        middle = 800 + (index - 4.5) * 146
        colour = BRICK if index == 6 else SAND
        shadow = [(middle - 48, 740), (middle + 48, 740), (middle + 210, 900), (middle + 90, 900)]
        canvas.shape(shadow, down(shade(OCHRE, -0.24), shade(OCHRE, -0.08)), 0.55)
        canvas.raised(arch(middle, 740, 100, 590), down(shade(colour, 0.08), colour), 16, 0.35)
        canvas.hole(arch(middle, 740, 52, 560), down(shade(colour, -0.12), shade(colour, -0.05)), 10, 0.35)


def fourteen(canvas: Canvas, chance: random.Random) -> None:
    """Fourteen small arches in two rows; one is open and lit from behind."""
    canvas.shape(rectangle(0, 0, 1600, 900), across(SAND, PAPER, SAND))
    doors = [OCHRE, CORAL, TEAL, BRICK, SKY, VERMILION, DEEP, DEEP, APRICOT, VERMILION, JADE, OCHRE, WINE, TEAL]
    for index, colour in enumerate(doors):
        middle, base = 800 + (index % 7 - 3) * 206, 430 + index // 7 * 385
        canvas.raised(arch(middle, base, 156, 320), down(shade(PAPER, 0.01), SAND), 10, 0.25)
        inside = arch(middle, base, 118, 296)
        if index == 10:
            canvas.glow(middle, base - 150, 300, 330, OCHRE, 0.5)
            canvas.raised(arch(middle, base, 156, 320), down(GOLD, APRICOT), 10, 0.2)
            canvas.shape(inside, down(GOLD, LIGHT, LIGHT))
            spill(canvas, middle, base, 118, 90, 1.9)
        else:
            canvas.hole(inside, down(shade(colour, 0.03), shade(colour, -0.04)), 12, 0.4)
            canvas.line([(middle, base), (middle, base - 296)], shade(colour, -0.1), 3)


def two_dozen(canvas: Canvas, chance: random.Random) -> None:
    """Twenty-four narrow arches in a long row, from red into blue."""
    canvas.shape(rectangle(0, 0, 1600, 900), down(PAPER, LIGHT))
    canvas.shape(rectangle(0, 720, 1600, 900), down(SAND, PAPER))
    red = steps((WINE, VERMILION, CORAL, APRICOT), 12)
    blue = steps((SAND, SKY, TEAL, DEEP, DUSK), 13)[1:]
    for index, colour in enumerate(red + blue):
        middle = 800 + (index - 11.5) * 62
        height = 430 + 120 * math.cos((index - 11.5) / 11.5 * math.pi / 2)
        canvas.shape(
            [(middle - 23, 720), (middle + 23, 720), (middle + 95, 830), (middle + 49, 830)], down(colour), 0.18
        )
        canvas.raised(arch(middle, 720, 46, height), down(shade(colour, 0.04), colour), 7, 0.3)
        canvas.hole(arch(middle, 720, 20, height - 16), down(shade(colour, -0.1), LIGHT), 4, 0.3)


def growing(canvas: Canvas, chance: random.Random) -> None:
    """Overlapping arches, each a little higher than the one before: sand, coral, blue."""
    canvas.shape(rectangle(0, 0, 1600, 900), down(MIST, PAPER))
    canvas.shape(rectangle(0, 780, 1600, 900), down(SAND, DUNE))
    for index, colour in enumerate(steps((SAND, OCHRE, CORAL, TEAL, DUSK), 9)):
        middle, height = 190 + index * 152, 210 + index * 58
        canvas.raised(arch(middle, 780, 210, height), down(shade(colour, 0.06), colour), 18, 0.4)
        canvas.hole(arch(middle, 780, 84, height - 92), down(shade(colour, -0.14), shade(colour, -0.04)), 12, 0.4)
