"""Draws `opendoors/static/img/land.svg`, the outline of the land, from a TopoJSON file of Natural Earth's.

    npm pack world-atlas@2.0.2 && tar xf world-atlas-2.0.2.tgz
    python bin/land.py package/land-50m.json

Done once, by hand; the drawing is part of the project. The outline is simplified after M. Visvalingam and J. D. Whyatt
(1993): the corner that spans the smallest triangle goes first. Small islands are left out, and so is Antarctica.
"""

import heapq
import json
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from partners.drawings.projection import HEIGHT, SOUTH, WIDTH, project  # noqa: E402

TARGET = ROOT / "opendoors" / "static" / "img" / "land.svg"
SMALLEST_CORNER = 7  # square units: a corner that spans less is dropped
SMALLEST_ISLAND = 60  # square units
SEAM = 4  # units by which two halves of the same land overlap where the source cuts it
NOTE = (
    "Land: Natural Earth (naturalearthdata.com), public domain, by way of world-atlas 2.0.2. "
    "Patterson projection. Drawn by bin/land.py."
)

Point = tuple[float, float]


def rings(topology: dict) -> Iterator[list[Point]]:
    """Every outline in degrees (longitude, latitude). See the TopoJSON specification, 2.1.4: a negative index is an arc
    run backwards."""
    (scale_x, scale_y), (left, bottom) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for steps in topology["arcs"]:
        x = y = 0
        arc = []
        for step_x, step_y in steps:
            x, y = x + step_x, y + step_y
            arc.append((x * scale_x + left, y * scale_y + bottom))
        arcs.append(arc)
    for geometry in topology["objects"]["land"]["geometries"]:
        polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        for ring in (ring for polygon in polygons for ring in polygon):
            yield [point for index in ring for point in (arcs[index] if index >= 0 else arcs[~index][::-1])[:-1]]


def drawn(ring: list[Point]) -> list[Point]:
    """In units of the map; the eastern half of what the date line cuts reaches a little over to the western one."""
    eastern = all(longitude < 0 for longitude, _latitude in ring if abs(longitude) < 179.99)
    points = []
    for longitude, latitude in ring:
        x, y = project(latitude, longitude)
        points.append((x - SEAM if eastern and abs(longitude) > 179.99 else x, y))
    if any(abs(x - points[i - 1][0]) > WIDTH / 2 for i, (x, _y) in enumerate(points)):
        # An island on the map's own edge: all of it to the left.
        points = [(x - WIDTH if x > WIDTH / 2 else x, y) for x, y in points]
    return points


def triangle(one: Point, two: Point, three: Point) -> float:
    return abs((two[0] - one[0]) * (three[1] - one[1]) - (three[0] - one[0]) * (two[1] - one[1])) / 2


def area(points: list[Point]) -> float:
    turns = zip(points, [*points[1:], points[0]], strict=True)
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in turns)) / 2


def simplified(points: list[Point], smallest: float) -> list[Point]:
    count = len(points)
    before, after = [(i - 1) % count for i in range(count)], [(i + 1) % count for i in range(count)]

    def spans(i: int) -> float:
        return triangle(points[before[i]], points[i], points[after[i]])

    current = [spans(i) for i in range(count)]
    heap = [(size, i) for i, size in enumerate(current)]
    heapq.heapify(heap)
    left = set(range(count))
    while heap and len(left) > 4:
        size, i = heapq.heappop(heap)
        if i not in left or size != current[i]:
            continue
        if size >= smallest:
            break
        left.discard(i)
        after[before[i]], before[after[i]] = after[i], before[i]
        for j in (before[i], after[i]):
            current[j] = max(size, spans(j))
            heapq.heappush(heap, (current[j], j))
    return [points[i] for i in sorted(left)]


def path(points: list[Point]) -> str:
    """The outline in whole units, each point told from the one before."""
    whole = [(round(x), round(y)) for x, y in points]
    whole = [point for i, point in enumerate(whole) if point != whole[i - 1]]
    parts, (x, y) = [f"M{whole[0][0]} {whole[0][1]}l"], whole[0]
    steps = []
    for next_x, next_y in whole[1:]:
        steps += [next_x - x, next_y - y]
        x, y = next_x, next_y
    numbers = "".join(f" {step}" if step >= 0 else str(step) for step in steps).lstrip()
    return "".join(parts) + numbers + "z"


def main(source: str) -> None:
    outlines = []
    for ring in rings(json.loads(Path(source).read_text(encoding="utf-8"))):
        if min(latitude for _longitude, latitude in ring) < SOUTH - 3:
            continue
        points = drawn(ring)
        if area(points) >= SMALLEST_ISLAND:
            outlines.append(path(simplified(points, SMALLEST_CORNER)))
    TARGET.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"><!-- {NOTE} -->'
        f'<path id="land" d="{"".join(outlines)}"/></svg>\n',
        encoding="utf-8",
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
