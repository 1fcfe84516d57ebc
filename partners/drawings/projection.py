"""The Patterson cylindrical projection: from degrees to units of the drawn land (`static/img/land.svg`).

T. Patterson, B. Šavrič, B. Jenny: Introducing the Patterson Cylindrical Projection, Cartographic
Perspectives 78, 2014.
The map is cut through the Bering Strait, so that no land is cut; a tenth of a degree of longitude is one unit.
"""

from math import radians

UNITS = 10  # per degree of longitude
CUT = -169.0  # degrees of longitude: the map's left and right edge
NORTH, SOUTH = 84.0, -57.0  # degrees of latitude; Antarctica is left out


def northing(latitude: float) -> float:
    """Degrees on the map above the equator."""
    angle = radians(latitude)
    return (1.0148 * angle + 0.23185 * angle**5 - 0.14499 * angle**7 + 0.02406 * angle**9) / radians(1)


def project(latitude: float, longitude: float) -> tuple[float, float]:
    """Units from the left and the upper edge. Right of the right edge is nothing, above and below may be."""
    return (longitude - CUT) % 360 * UNITS, (northing(NORTH) - northing(latitude)) * UNITS


WIDTH = 360 * UNITS
HEIGHT = round((northing(NORTH) - northing(SOUTH)) * UNITS)
