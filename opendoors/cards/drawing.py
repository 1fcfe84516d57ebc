"""A card's picture: 1200 by 630 pixels, what messengers and networks crop least. The same card is the same bytes."""

from dataclasses import dataclass
from io import BytesIO
from threading import Lock

from django.core.files.storage import default_storage
from PIL import Image, ImageDraw, ImageOps

from news.drawing import HEIGHT, Doorway, Drawing
from opendoors.cards import lettering

SIZE = (1200, 630)
FINER = 2  # curves are drawn so many times larger, for smooth edges
ALL = (SIZE[0] * FINER, SIZE[1] * FINER)
PAPER, INK, QUIET = "#fdfaf5", "#241711", "#6b5a50"
PANEL = 740  # pixels of paper, left of the doors
MARGIN = 72
SIZES = range(68, 33, -2)
COLOURS = 128
_one_at_a_time = Lock()  # letters are set by a library that keeps its state


@dataclass(frozen=True)
class Poster:
    """What a drawn card shows; plain words."""

    title: str
    above: str
    brand: str
    below: str
    drawing: Drawing


def drawn(poster: Poster) -> Image.Image:
    with _one_at_a_time:
        picture = Image.new("RGB", ALL, PAPER)
        picture.paste(_doors(poster.drawing), (PANEL * FINER, 0))
        picture = picture.resize(SIZE, Image.Resampling.LANCZOS)
        _words(ImageDraw.Draw(picture), poster)
        return picture


def covering(name: str, focus: tuple[int, int]) -> Image.Image:
    """A picture of the library, cut to the size of cards round its focus (in percent). Raises OSError."""
    with default_storage.open(name) as file, Image.open(file) as picture:
        centre = (focus[0] / 100, focus[1] / 100)
        cut = ImageOps.fit(picture.convert("RGBA"), SIZE, Image.Resampling.LANCZOS, centering=centre)
        ground = Image.new("RGBA", SIZE, PAPER)  # shows through what is transparent
        return Image.alpha_composite(ground, cut).convert("RGB")


def encoded(picture: Image.Image, form: str) -> bytes:
    out = BytesIO()
    if form == "png":
        picture.quantize(COLOURS, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    else:
        picture.save(out, "JPEG", quality=84, progressive=True, optimize=True)
    return out.getvalue()


def _words(canvas: ImageDraw.ImageDraw, poster: Poster) -> None:
    most = PANEL - 2 * MARGIN
    small, brand = lettering.Style(26, 600), lettering.Style(34, 800)
    top = MARGIN + small.size
    for line in lettering.wrapped(poster.above, most, small)[:1]:
        lettering.put(canvas, (MARGIN, top), line, small, QUIET)
    lowest = SIZE[1] - MARGIN
    lettering.put(canvas, (MARGIN, lowest - small.line_height), poster.brand, brand, "#c33614")
    for line in lettering.wrapped(poster.below, most, small)[:1]:
        lettering.put(canvas, (MARGIN, lowest), line, small, QUIET)
    begins, ends = top + 24, lowest - small.line_height - brand.line_height - 16
    lines, style = lettering.fitted(poster.title, (most, ends - begins), SIZES, 750)
    for number, line in enumerate(lines):
        lettering.put(canvas, (MARGIN, begins + style.size + number * style.line_height), line, style, INK)


def _doors(drawing: Drawing) -> Image.Image:
    """The middle of the doorways, as high as the card."""
    scale = ALL[1] / HEIGHT
    wide = ALL[0] - PANEL * FINER
    middle = sum(door.centre for door in drawing.doorways) / len(drawing.doorways)
    shift = middle * scale - wide / 2
    picture = Image.new("RGB", (wide, ALL[1]), drawing.wall)
    canvas = ImageDraw.Draw(picture)
    for door in drawing.doorways:
        _door(canvas, door, scale, shift)
    light = Image.new("L", picture.size)
    corners = [(x * scale - shift, y * scale) for x, y in drawing.light_corners]
    ImageDraw.Draw(light).polygon(corners, fill=102)  # 0.4 of full, as on the page
    picture.paste(Image.new("RGB", picture.size, drawing.light), mask=light)
    return picture


def _door(canvas: ImageDraw.ImageDraw, door: Doorway, scale: float, shift: float) -> None:
    half, floor = door.half * scale, door.floor * scale
    left, top = door.centre * scale - half - shift, floor - door.height * scale
    canvas.ellipse((left, top, left + 2 * half, top + 2 * half), fill=door.fill)
    canvas.rectangle((left, top + half, left + 2 * half, floor), fill=door.fill)
