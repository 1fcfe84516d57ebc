"""Sheets: flat patterns of arches, cut from coloured paper."""

import math
import random

from opendoors.demo.canvas import Canvas, Point, across, arch, disc, down, frame, rectangle
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
    mix,
    shade,
    steps,
)


def path(canvas: Canvas, chance: random.Random) -> None:
    """Four arches of different heights, ochre to deep red, and one path through them."""
    canvas.shape(rectangle(0, 0, 1600, 900), down(MIST, PAPER, PAPER))
    canvas.shape(disc(1130, 330, 74), down(LIGHT, GOLD))
    canvas.glow(1130, 330, 260, 260, GOLD, 0.4)
    canvas.shape(hill(450, 50, 0.4), down(mix(SAND, JADE, 0.35), SAND))
    canvas.shape(hill(520, 40, 2.6), down(SAND, DUNE, DUNE))
    stations = [(1090, 500, 150, 260), (930, 580, 240, 330), (730, 690, 330, 560), (470, 850, 500, 640)]
    colours = (OCHRE, CORAL, VERMILION, BRICK)
    centre = [(1150, 455), *[(x, base) for x, base, _w, _h in stations], (330, 960)]
    widths = [14, 40, 74, 120, 190, 240]
    canvas.shape(ribbon(centre, widths), down(LIGHT, PAPER), 0.95)
    for (middle, base, width, height), colour in zip(stations, colours, strict=True):
        canvas.raised(
            frame(middle, base, width, height, width * 0.17), down(shade(colour, 0.07), colour), width * 0.05, 0.35
        )


def hill(top: float, swing: float, phase: float) -> list[Point]:
    crest = [(x, top + swing * math.sin(x / 330 + phase)) for x in range(0, 1601, 20)]
    return [*crest, (1600, 910), (0, 910)]


def ribbon(centre: list[Point], widths: list[float]) -> list[Point]:
    """A path of changing width through the points, rounded by Catmull and Rom's spline."""
    line = [(x, y, w) for (x, y), w in zip(centre, widths, strict=True)]
    line = [line[0], *line, line[-1]]
    smooth = []
    for a, b, c, d in zip(line, line[1:], line[2:], line[3:], strict=False):
        for part in range(20):
            t = part / 20
            smooth.append(
                tuple(
                    0.5 * (2 * q + (r - p) * t + (2 * p - 5 * q + 4 * r - s) * t**2 + (3 * q - p - 3 * r + s) * t**3)
                    for p, q, r, s in zip(a, b, c, d, strict=True)
                )
            )
    return [(x - w / 2, y) for x, y, w in smooth] + [(x + w / 2, y) for x, y, w in reversed(smooth)]


def joined(canvas: Canvas, chance: random.Random) -> None:
    """Three arches joined at the foot: deep blue, red and gold."""
    canvas.shape(rectangle(0, 0, 1600, 900), down(PAPER, LIGHT))
    tints = ((DUSK, DEEP, SKY, MIST), (BRICK, VERMILION, CORAL, APRICOT), (OCHRE, mix(OCHRE, GOLD, 0.5), GOLD, SAND))
    for middle, height, bands in ((366, 600, tints[0]), (800, 730, tints[1]), (1234, 600, tints[2])):
        for index, colour in enumerate(bands):
            inset = index * 46
            canvas.raised(
                arch(middle, 820, 480 - 2 * inset, height - inset), down(shade(colour, 0.03), colour), 9, 0.25
            )
        canvas.hole(arch(middle, 820, 112, height - 184), down(PAPER, LIGHT), 12, 0.3)
    canvas.shape(rectangle(0, 820, 1600, 900), down(SAND, PAPER))


def map_of_arches(canvas: Canvas, chance: random.Random) -> None:
    """Six small arches in different tints, scattered as if on a map."""
    canvas.shape(rectangle(0, 0, 1600, 900), down(SKY, mix(SKY, MIST, 0.5)))
    for index in range(9):
        level = [(x, 40 + index * 105 + ((x - 800) / 800) ** 2 * (index - 4) * 16) for x in range(0, 1601, 40)]
        canvas.line(level, mix(SKY, MIST, 0.5), 2)
        across_it = [(800 + (index - 4) * 190 * (0.8 + ((y - 450) / 450) ** 2 * 0.1), y) for y in range(0, 901, 30)]
        canvas.line(across_it, mix(SKY, MIST, 0.5), 2)
    for x, y, size, phase in ((420, 400, 262, 0.4), (1130, 330, 250, 2.5), (890, 690, 158, 4.2), (1360, 690, 120, 1.3)):
        for ring, colour in enumerate(steps((mix(SKY, PAPER, 0.55), PAPER, SAND), 4)):
            canvas.raised(island(x, y, size * (1 - ring * 0.17), phase), down(colour), 6, 0.16)
    places = ((280, 400), (530, 350), (1010, 330), (1270, 300), (890, 680), (1360, 690))
    for (x, y), colour in zip(places, (VERMILION, DEEP, OCHRE, JADE, BRICK, DUSK), strict=True):
        canvas.raised(arch(x, y + 72, 118, 184), down(shade(colour, 0.04), colour), 12, 0.4)
        canvas.hole(arch(x, y + 72, 54, 136), down(GOLD, LIGHT), 6, 0.3)


def island(x: float, y: float, size: float, phase: float) -> list[Point]:
    outline = []
    for index in range(120):
        turn = index * math.pi / 60
        reach = size * (
            1 + 0.13 * math.sin(2 * turn + phase) + 0.08 * math.sin(3 * turn - 2 * phase) + 0.04 * math.sin(5 * turn)
        )
        outline.append((x + reach * 1.25 * math.cos(turn), y + reach * 0.86 * math.sin(turn)))
    return outline


def rings(canvas: Canvas, chance: random.Random) -> None:
    """One large arch of many thin coloured ones, like the rings of a tree."""
    canvas.shape(rectangle(0, 0, 1600, 900), across(SAND, PAPER, SAND))
    warm = steps((BRICK, VERMILION, CORAL, APRICOT, SAND, PAPER), 24)
    cool = steps((DUSK, DEEP, TEAL, JADE), 24)
    inset = 0.0
    for index in range(24):
        colour = cool[index] if index in (0, 1, 6, 11, 12, 18) else warm[index]
        width = 1460 - 2 * inset
        canvas.raised(arch(800, 900, width, 850 - inset), down(shade(colour, chance.uniform(-0.03, 0.04))), 5, 0.3)
        inset += chance.choice((18, 22, 28, 34))
    canvas.hole(arch(800, 900, 1460 - 2 * inset, 850 - inset), down(GOLD, LIGHT), 8, 0.3)


def network(canvas: Canvas, chance: random.Random) -> None:
    """Blue-green arches of many sizes, linked by thin golden lines."""
    canvas.shape(rectangle(0, 0, 1600, 900), across(INK, NIGHT, ABYSS))
    canvas.glow(760, 480, 900, 560, TEAL, 0.4)
    places = [
        (800, 690, 270, TEAL),
        (330, 610, 170, JADE),
        (1270, 640, 190, SKY),
        (560, 330, 120, SKY),
        (1060, 330, 140, JADE),
        (160, 330, 90, TEAL),
        (1440, 330, 100, TEAL),
        (520, 810, 110, DEEP),
        (1060, 830, 120, DEEP),
    ]
    for start, end in ((0, 1), (0, 2), (0, 3), (0, 4), (1, 5), (2, 6), (3, 4), (0, 7), (0, 8), (1, 3), (2, 4)):
        canvas.line(bow(places[start], places[end]), GOLD, 3.2)
    for x, base, width, colour in places:
        canvas.raised(
            arch(x, base, width, width * 1.55), down(shade(colour, 0.06), shade(colour, -0.04)), width * 0.07, 0.5
        )
        canvas.hole(
            arch(x, base, width * 0.62, width * 1.34), down(shade(colour, -0.2), shade(colour, -0.1)), width * 0.08, 0.4
        )
        canvas.shape(arch(x, base, width * 0.26, width * 1.0), down(GOLD, LIGHT))


def bow(start: tuple, end: tuple) -> list[Point]:
    """A line from head to head that rises a little in its middle."""
    (x1, y1), (x2, y2) = ((x, base - width * 1.55) for x, base, width, _colour in (start, end))
    lift = 24 + abs(x2 - x1) * 0.1
    return [(x1 + (x2 - x1) * t / 40, y1 + (y2 - y1) * t / 40 - lift * math.sin(t / 40 * math.pi)) for t in range(41)]
