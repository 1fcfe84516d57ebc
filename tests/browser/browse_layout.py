"""Every kind of page holds its shape: narrow, enlarged, mirrored, by keyboard and without scripts."""

from itertools import zip_longest

from tests import demonstration, page_kinds
from tests.browser.harness import DESKTOP, PHONE, BrowserTestCase

TABLET = 768
NARROW = 320  # CSS pixels: WCAG 2.2, 1.4.10 Reflow; the same as 1280 at 400 %
ENLARGED = 256  # height of a 1280 x 1024 window at 400 %

# Faults of the page as it stands, in words. What a box that scrolls or cuts off holds out of sight is no fault.
FAULTS = """() => {
  const clips = (element) => /auto|scroll|hidden|clip/.test(getComputedStyle(element).overflowX);
  const windowOf = (element) => {
    for (let one = element; one && one !== document.body; one = one.parentElement) {
      if (clips(one)) return one.getBoundingClientRect();
    }
    return null;
  };
  const cutAway = (element) =>
    element && (getComputedStyle(element).clipPath === "inset(50%)" || cutAway(element.parentElement));
  const seen = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true })
    && !element.closest("svg, .skip, noscript, script") && !cutAway(element);
  const told = (text) => text.trim().replace(/\\s+/g, " ").slice(0, 40);
  const faults = [], boxes = [], width = document.documentElement.clientWidth;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement, text = told(walker.currentNode.data);
    if (!text || !seen(parent)) continue;
    const frame = windowOf(parent), range = document.createRange();
    range.selectNodeContents(walker.currentNode);
    for (const box of range.getClientRects()) {
      if (box.width < 3 || box.height < 3) continue;
      if (frame ? box.left < frame.left || box.right > frame.right + 1 : false) continue;
      if (box.left < -1 || box.right > width + 1) faults.push(`sticks out: ${text}`);
      boxes.push({ box, parent, text });
    }
  }
  boxes.sort((one, other) => one.box.top - other.box.top);
  boxes.forEach((one, index) => {
    for (let next = index + 1; next < boxes.length && boxes[next].box.top < one.box.bottom; next++) {
      const other = boxes[next];
      const across = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
      const down = Math.min(one.box.bottom, other.box.bottom) - other.box.top;
      const nested = one.parent.contains(other.parent) || other.parent.contains(one.parent);
      if (!nested && across > 3 && down > Math.min(one.box.height, other.box.height) / 2) {
        faults.push(`overlap: ${one.text} | ${other.text}`);
      }
    }
  });
  return faults;
}"""

LONG_WORDS = """document.querySelectorAll(".card__title a, .neighbours a, .article__title").forEach((title) => {
  title.textContent = "Превысокомногорассмотрительствующее";
})"""

# The page's policy lets no markup bring its own style; scripts of a test may.
WRONG = """() => {
  const put = (text, style) => {
    const line = document.body.appendChild(document.createElement("p"));
    line.textContent = text;
    line.style.cssText = `position: absolute; white-space: nowrap; ${style}`;
  };
  put("One line of words", "top: 0; left: 0");
  put("Another", "top: 0; left: 40px");
  put("Out of sight", "top: 90px; left: 350px");
}"""
# Everything that the Tab key should reach, in the order of the document; whether each shows that it has the focus.
STOPS = """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")]
  .filter((element) => element.checkVisibility() && !element.disabled && element.type !== "hidden")
  .map((element) => element.outerHTML.slice(0, 90))"""
FOCUSED = """() => {
  const element = document.activeElement, style = getComputedStyle(element);
  if (element === document.body) return null;
  const box = element.getBoundingClientRect();
  const inSight = box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  const isThick = (width, kind) => kind !== "none" && parseFloat(width) >= 2;
  const isRinged = (drawn) => isThick(drawn.outlineWidth, drawn.outlineStyle);
  // The ring of a card is around the card, in a drawing it is the outline of the shape.
  const ringed = isRinged(style) || isRinged(getComputedStyle(element.closest(".card") ?? element))
    || [...element.querySelectorAll("circle, rect")].map((shape) => getComputedStyle(shape))
      .some((drawn) => isThick(drawn.strokeWidth, drawn.stroke));
  return { name: element.outerHTML.slice(0, 90), fault: ringed ? (inSight ? "" : "out of sight") : "no ring" };
}"""


class LayoutTests(BrowserTestCase):
    maxDiff = None

    def setUp(self):
        super().setUp()
        demonstration.load()
        self.kinds = {language: page_kinds.paths(language) for language in ("en", "ru")}
        self.expect_complaint("404 (Not Found)")  # one of the kinds

    def assertSound(self, language: str, width: int, *, height: int = 800, prepare: str = "") -> None:
        page = self.open("/", width=width)
        page.set_viewport_size({"width": width, "height": height})
        faults = {}
        for kind, path in self.kinds[language].items():
            page.goto(path)
            if prepare:
                page.evaluate(prepare)
            faults[kind] = page.evaluate(FAULTS)
            if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
                faults[kind].append("scrolls sideways")
        self.assertEqual({kind: found for kind, found in faults.items() if found}, {})

    def test_mirrored_pages(self):
        """As a right-to-left language will lay them out; the words stay what they are."""
        for language, width in (("en", PHONE), ("ru", DESKTOP)):
            with self.subTest(language, width=width):
                self.assertSound(language, width, prepare="document.documentElement.dir = 'rtl'")

    def test_pages_as_they_are(self):
        for language, width in (("ru", PHONE), ("en", TABLET), ("en", DESKTOP), ("ru", DESKTOP)):
            with self.subTest(language, width=width):
                self.assertSound(language, width)

    def test_narrow_and_enlarged_pages(self):
        for language in ("en", "ru"):
            with self.subTest(language):
                self.assertSound(language, NARROW, height=ENLARGED)

    def test_a_word_longer_than_the_line_stays_in_its_place(self):
        self.kinds["ru"] = {kind: self.kinds["ru"][kind] for kind in ("home", "feed", "month", "article-long")}
        for width in (NARROW, DESKTOP):
            with self.subTest(width=width):
                self.assertSound("ru", width, prepare=LONG_WORDS)

    def test_the_topic_of_a_page_is_in_sight_among_the_topics(self):
        page = self.open("/news/topics/universities/", width=PHONE)
        box = page.locator(".topics [aria-current]").bounding_box()
        self.assertGreaterEqual(box["x"], 0)
        self.assertLessEqual(box["x"] + box["width"], PHONE)

    def test_what_is_wrong_is_found(self):
        page = self.open("/", width=PHONE)
        page.evaluate("document.body.replaceChildren()")
        page.evaluate(WRONG)
        found = page.evaluate(FAULTS)
        self.assertIn("overlap: One line of words | Another", found)
        self.assertIn("sticks out: Out of sight", found)

    def test_a_keyboard_reaches_everything_in_order_and_in_sight(self):
        page = self.open("/", width=DESKTOP)
        faults = {}
        for kind, path in self.kinds["en"].items():
            page.goto(path)
            expected, reached = page.evaluate(STOPS), []
            for _each in expected:
                page.keyboard.press("Tab")
                focused = page.evaluate(FOCUSED)
                if focused is None:
                    break
                reached.append(focused)
            wrong = [stop for stop in reached if stop["fault"]]
            if [stop["name"] for stop in reached] != expected or wrong:
                names = [stop["name"] for stop in reached]
                differ = next((pair for pair in zip_longest(expected, names) if pair[0] != pair[1]), None)
                faults[kind] = {"first difference": differ, "without a ring, or out of sight": wrong[:5]}
        self.assertEqual(faults, {})

    def test_nothing_moves_for_those_who_want_no_motion(self):
        page = self.open("/", width=DESKTOP)
        page.emulate_media(reduced_motion="reduce")
        moving = page.evaluate(
            "[...document.querySelectorAll('*')].map((element) => getComputedStyle(element))"
            ".filter((style) => style.transitionDuration !== '0s' || style.animationName !== 'none').length"
        )
        self.assertEqual(moving, 0)
