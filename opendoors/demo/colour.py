"""Colours of the drawings, told in OKLCH as the style sheet tells them, and their way to sRGB.

Formulas: Björn Ottosson, "A perceptual color space for image processing" (2020), as in CSS Color 4.
"""

import math
from functools import cache

# Lightness 0..1, chroma, hue in degrees.
Oklch = tuple[float, float, float]

LIGHT: Oklch = (0.985, 0.025, 95)
PAPER: Oklch = (0.955, 0.018, 85)
SAND: Oklch = (0.87, 0.05, 82)
DUNE: Oklch = (0.77, 0.075, 74)
GOLD: Oklch = (0.86, 0.13, 86)
OCHRE: Oklch = (0.73, 0.13, 68)
APRICOT: Oklch = (0.78, 0.12, 58)
CORAL: Oklch = (0.68, 0.17, 42)
VERMILION: Oklch = (0.58, 0.19, 35)
BRICK: Oklch = (0.47, 0.155, 31)
WINE: Oklch = (0.33, 0.105, 25)
JADE: Oklch = (0.66, 0.085, 178)
MIST: Oklch = (0.88, 0.03, 205)
SKY: Oklch = (0.74, 0.065, 212)
TEAL: Oklch = (0.56, 0.08, 213)
DEEP: Oklch = (0.45, 0.07, 215)
ABYSS: Oklch = (0.33, 0.055, 222)
DUSK: Oklch = (0.40, 0.065, 262)
NIGHT: Oklch = (0.27, 0.05, 266)
INK: Oklch = (0.19, 0.04, 268)


def mix(first: Oklch, second: Oklch, share: float) -> Oklch:
    """The colour `share` (0..1) of the way from `first` to `second`, straight through OKLab: no mud between."""
    a, b = _lab(first), _lab(second)
    lightness, x, y = (p + (q - p) * share for p, q in zip(a, b, strict=True))
    return lightness, math.hypot(x, y), math.degrees(math.atan2(y, x))


def shade(colour: Oklch, lighter: float) -> Oklch:
    """The same hue, lighter (or darker, when negative) by that much of the whole range."""
    return min(1.0, max(0.0, colour[0] + lighter)), colour[1], colour[2]


def steps(stops: tuple[Oklch, ...], count: int) -> list[Oklch]:
    """`count` colours spread evenly over the stops."""
    if len(stops) == 1 or count == 1:
        return [stops[0]] * count
    spread = []
    for index in range(count):
        place = index / (count - 1) * (len(stops) - 1)
        left = min(int(place), len(stops) - 2)
        spread.append(mix(stops[left], stops[left + 1], place - left))
    return spread


@cache
def ramp(stops: tuple[Oklch, ...]) -> tuple[list[int], list[int], list[int]]:
    """Three tables of 256 values, red, green and blue, for `Image.point()`."""
    pixels = [rgb(colour) for colour in steps(stops, 256)]
    red, green, blue = zip(*pixels, strict=True)
    return list(red), list(green), list(blue)


@cache
def rgb(colour: Oklch) -> tuple[int, int, int]:
    """sRGB of 0..255; what lies outside of sRGB loses chroma until it fits, and keeps lightness and hue."""
    lightness, chroma, hue = colour
    channels = _linear(_lab(colour))
    while chroma > 0 and not all(-0.0005 <= channel <= 1.0005 for channel in channels):
        chroma = max(0.0, chroma - 0.004)
        channels = _linear(_lab((lightness, chroma, hue)))
    red, green, blue = (round(255 * _gamma(min(1.0, max(0.0, channel)))) for channel in channels)
    return red, green, blue


def _lab(colour: Oklch) -> tuple[float, float, float]:
    lightness, chroma, hue = colour
    return lightness, chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))


def _linear(lab: tuple[float, float, float]) -> tuple[float, float, float]:
    lightness, a, b = lab
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _gamma(channel: float) -> float:
    return 12.92 * channel if channel <= 0.0031308 else 1.055 * channel ** (1 / 2.4) - 0.055
