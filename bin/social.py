"""Draws opendoors/static/img/social.png, the picture of pages that have none of their own, in Chromium.

Needs the tools of development (`make develop`) and Chromium. Run it again after a change of the mark: bin/social.py.
"""

import os
from base64 import b64encode
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

STATIC = Path(__file__).resolve().parent.parent / "opendoors" / "static"
SIZE = {"width": 1200, "height": 630}  # what messengers and networks crop least
COLOURS = 64
ARCHES = (  # colour, and how far the arch stands from the left, the top and the right
    ("#d23f18", 0, 0, 0),
    ("#ee7933", 110, 130, 60),
    ("#f7b56a", 210, 245, 105),
    ("#feedc5", 290, 345, 145),
)


def arch(colour: str, left: int, top: int, right: int) -> str:
    width = 520 - left - right
    radius = width / 2
    return f'<path fill="{colour}" d="M{left} 630V{top + radius}a{radius} {radius} 0 0 1 {width} 0V630z"/>'


def page() -> str:
    font = b64encode((STATIC / "fonts" / "golos-text-latin.woff2").read_bytes()).decode()
    arches = "".join(arch(*one) for one in ARCHES)
    return f"""<!doctype html><meta charset="utf-8"><style>
    @font-face {{ font-family: Golos; font-weight: 400 900; src: url(data:font/woff2;base64,{font}) }}
    body {{ margin: 0; width: 1200px; height: 630px; background: #fdfaf5; color: #241711; font-family: Golos; }}
    svg {{ position: absolute; left: 600px; top: 60px }}
    h1 {{ position: absolute; left: 80px; bottom: 120px; margin: 0; font-size: 104px; font-weight: 800;
      letter-spacing: -0.04em; line-height: 0.95 }}
    p {{ position: absolute; left: 84px; bottom: 62px; margin: 0; font-size: 30px; font-weight: 600 }}
    </style><svg width="520" height="630" viewBox="0 0 520 630">{arches}</svg>
    <h1>Open<br>Doors</h1><p>Russian Scholarship Project</p>"""


def main() -> None:
    with sync_playwright() as playwright:
        chromium = os.environ.get("CHROMIUM", "/usr/bin/chromium")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        shown = browser.new_page(viewport=SIZE)
        shown.set_content(page())
        shown.evaluate("document.fonts.ready")
        taken = shown.screenshot()
        browser.close()
    picture = Image.open(BytesIO(taken)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    picture.save(STATIC / "img" / "social.png", optimize=True)


if __name__ == "__main__":
    main()
