import random
from html.parser import HTMLParser
from unittest.mock import patch

from django.conf import settings
from django.test import SimpleTestCase, TestCase, override_settings
from django.utils import translation

from opendoors.content.models import Image
from opendoors.content.richtext import clean, excerpt, plain_text, render
from opendoors.content.richtext.videos import video_at

HOSTILE = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    "<img src='/media/a.png' onerror=alert(1)>",
    "<img/src='/media/a.png'/onload=alert(1)>",
    "<IMG SRC=javascript:alert(1)>",
    '<img src="data:image/svg+xml;base64,PHN2Zz4=">',
    "<img srcset='https://evil.example/x.png 1x' src='/media/a.png'>",
    "<img src='//evil.example/x.png'>",
    "<img src='/media/../admin/logout/'>",
    "<img src='\\\\evil.example\\x.png'>",
    "<img src=file:///c:/secret.png>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    '<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">',
    "<svg><foreignObject><iframe srcdoc='<script>alert(1)</script>'></iframe></foreignObject></svg>",
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    "<math href='javascript:alert(1)'>x</math>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<textarea><img src=x onerror=alert(1)></textarea>",
    "<title><img src=x onerror=alert(1)></title>",
    "<xmp><img src=x onerror=alert(1)></xmp>",
    "<plaintext><img src=x onerror=alert(1)>",
    "<template><img src=x onerror=alert(1)></template>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href=' &#x6A;ava&Tab;script&colon;alert(1)'>x</a>",
    "<a href='java\nscript:alert(1)'>x</a>",
    "<a href='\x01javascript:alert(1)'>x</a>",
    "<a href='vbscript:msgbox(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='file:///etc/passwd'>x</a>",
    "<a href='https:javascript:alert(1)'>x</a>",
    "<a href='/x' onclick=alert(1) target=_blank ping='//evil.example'>x</a>",
    "<p style='background:url(javascript:alert(1))'>x</p>",
    "<p style='position:fixed;inset:0'>x</p>",
    "<style>@import '//evil.example/x.css'</style>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<base href='//evil.example/'>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<iframe src='javascript:alert(1)'></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data='evil.swf'><param name=x></object>",
    "<embed src='evil.swf'>",
    "<form action='//evil.example'><input name=p><button formaction='javascript:alert(1)'>x</button></form>",
    "<video src=x onerror=alert(1)></video><audio src=x onerror=alert(1)></audio>",
    "<details open ontoggle=alert(1)>x</details>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<body onload=alert(1)>",
    "<table background='javascript:alert(1)'><tr><td background=x>1</td></tr></table>",
    "<div id=cookie name=location>x</div>",
    "<h2 id=__proto__>x</h2>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<![CDATA[<img src=x onerror=alert(1)>]]>",
    "<?php echo 1 ?><img src=x onerror=alert(1)>",
    '<p title="<script>alert(1)</script>" lang=\'"><script>alert(1)</script>\'>x</p>',
    "<b <script>alert(1)</script>0</b>",
    "\x00<scr\x00ipt>alert(1)</scr\x00ipt>",
    "<p class='callout evil image-center'>x</p>",
    "%3Cscript%3E &lt;script&gt;alert(1)&lt;/script&gt;",
]
SAFE_TAGS = {
    *[
        "p",
        "h2",
        "h3",
        "h4",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "blockquote",
        "figure",
        "figcaption",
        "hr",
        "pre",
        "div",
    ],
    *["table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th", "strong", "em", "s", "sub", "sup", "a", "img"],
    *["code", "br", "abbr", "span", "q", "picture", "source"],
}
SAFE_ATTRIBUTES = {
    *["lang", "dir", "href", "title", "src", "alt", "width", "height", "class", "colspan", "rowspan", "scope", "start"],
    *["value", "id", "rel", "tabindex", "role", "aria-label", "loading", "decoding", "srcset", "sizes", "type"],
    *["data-video-src", "data-video-title", "data-video-play"],
}
PILE = [
    *["p", "div", "b", "i", "span", "a", "h1", "h3", "ul", "li", "table", "tr", "td", "th", "caption", "svg", "math"],
    *["style", "form", "select", "pre", "font", "o:p"],
]


class Audit(HTMLParser):
    """Fails on any element, attribute or address that a page must not hold; collects the words."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.words = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        assert tag in SAFE_TAGS, tag
        for name, value in attrs:
            assert name in SAFE_ATTRIBUTES, (tag, name)
            if name == "href":
                assert value.startswith(("https://", "http://", "mailto:", "tel:", "/", "#")), value
                assert not value.startswith(("//", "/\\")), value
            if name == "src":
                assert value.startswith(settings.MEDIA_URL), value

    def handle_data(self, data):
        self.words.append(data)

    def handle_comment(self, data):
        raise AssertionError(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


def random_html(rng):
    """A pile of tags that no editor would write."""
    parts = []
    for _step in range(rng.randrange(1, 40)):
        tag = rng.choice(PILE)
        parts.append(
            rng.choice(
                [
                    f"<{tag}>",
                    f"</{tag}>",
                    f"<{tag} lang=ru class='image x' href='//h.example/{rng.random()}'>",
                    f"<{tag}",
                    rng.choice(["текст ", "a < b", "&amp;", "&#8;", "&nbsp;", "\n", "]]>", "<!--", "-->", "'\">"]),
                    "<img src='/media/x.png' alt='\"&quot;>'>",
                    "<br>",
                ]
            )
        )
    return "".join(parts)


class CleanTests(SimpleTestCase):
    def test_hostile_markup_is_disarmed_and_stays_so(self):
        for html in HOSTILE:
            with self.subTest(html):
                cleaned = clean(html)
                Audit(cleaned)
                self.assertEqual(clean(cleaned), cleaned)

    def test_random_markup_is_disarmed_and_stays_so(self):
        rng = random.Random(20)
        for _run in range(600):
            html = random_html(rng)
            with self.subTest(html):
                cleaned = clean(html)
                Audit(cleaned)
                self.assertEqual(clean(cleaned), cleaned)

    def test_what_an_editor_writes_stays_as_it_is(self):
        for html in [
            "<p>Plain words — “quoted”, «в кавычках», 中文.</p>",
            '<h2>One</h2><p><strong>bold</strong> <em>soft</em> H<sub>2</sub>O <a href="/news/">news</a></p>',
            '<ol start="3"><li>a</li><li>b</li></ol><ul><li>c<ul><li>d</li></ul></li></ul>',
            '<table><caption>T</caption><thead><tr><th scope="col">A</th></tr></thead>'
            '<tbody><tr><td colspan="2" rowspan="3">1</td></tr></tbody></table>',
            '<figure class="image image-left"><img src="/media/images/a.jpg" alt="x" width="300" height="200">'
            "<figcaption>Caption</figcaption></figure>",
            '<p lang="zh-Hans">北京大学</p><blockquote dir="rtl"><p>x</p></blockquote><hr><pre>a\n  b</pre>',
            '<div class="callout"><p>Mind.</p></div>',
            '<dl class="figures"><div><dt>Countries</dt><dd>60</dd></div></dl>',
            '<p><a href="mailto:a@b.ru">mail</a> <a href="tel:+7495">call</a> <a href="#h-one">up</a></p>',
            "plain text, a &lt; b &amp; c\n\nsecond line",
            "",
        ]:
            with self.subTest(html):
                self.assertEqual(clean(html), html)

    def test_refused_elements_give_way_to_what_they_mean(self):
        for html, expected in [
            ("<h1 id='x'>T</h1><h5>f</h5>", "<h2>T</h2><h4>f</h4>"),
            ("<b>b</b><i>i</i><u>u</u><font color=red>f</font>", "<strong>b</strong><em>i</em>uf"),
            ("<div>one</div><div>two</div>", "<p>one</p><p>two</p>"),
            ("<section><div><p>x</p></div></section>", "<p>x</p>"),
            ("<a href='//hse.ru/x'>x</a>", '<a href="https://hse.ru/x">x</a>'),
            ("<a href='www.hse.ru'>x</a>", '<a href="https://www.hse.ru">x</a>'),
            ("<a href='javascript:x'>kept</a>", "kept"),
            ("<p>a</p><p>&nbsp;</p><p><br></p><p>b</p>", "<p>a</p><p>b</p>"),
            (
                "<iframe src='https://youtu.be/dQw4w9WgXcQ'></iframe><iframe src='https://x.example'></iframe>",
                '<p><a href="https://www.youtube.com/watch?v=dQw4w9WgXcQ">'
                "https://www.youtube.com/watch?v=dQw4w9WgXcQ</a></p>",
            ),
            ("<img src='https://x.example/a.png' alt='a'>x", "x"),
            (
                "<figure><img src='/media/a.png'></figure><figure><p>x</p></figure>",
                '<figure class="image"><img src="/media/a.png"></figure><figure><p>x</p></figure>',
            ),
            ("a < b & c", "a &lt; b &amp; c"),
            ("a\x00\x0b\ud800\uffffb&#8;&#x85;", "ab…"),
        ]:
            with self.subTest(html):
                self.assertEqual(clean(html), expected)

    def test_litter_of_a_word_processor_goes(self):
        html = (
            "<p class=MsoNormal style='mso-margin-top-alt:auto'><span lang=EN-US style='mso-fareast:x'>Text"
            "<o:p></o:p></span></p><!--[if gte mso 9]><xml>junk</xml><![endif]-->"
            "<p class=MsoListParagraph><![if !supportLists]><span style='mso-list:Ignore'>1.</span><![endif]>item</p>"
        )
        self.assertEqual(clean(html), '<p><span lang="EN-US">Text</span></p><p>1.item</p>')

    def test_words_of_refused_elements_stay(self):
        html = "<article><button>one</button> <marquee>two</marquee> <svg><text>three</text></svg></article><u>four</u>"
        html += " <math><mrow><mi>five</mi></mrow></math>"
        self.assertEqual(plain_text(html).split(), ["one", "two", "three", "four", "five"])

    def test_nesting_beyond_reason_is_read_as_plain_words(self):
        for html in ["<div>" * 30_000 + "end", "<b><i>" * 5_000 + "end" + "</i></b>" * 5_000]:
            self.assertEqual(clean(html).strip(), "end")

    def test_texts_made_to_keep_the_server_busy_are_read_at_once(self):
        # Each took minutes where a pattern looked at the same characters again and again.
        for piece in ("<iframe ", "<iframe src=a ", "<svg ", "<a ", "<aaaaaaaaaaaaaaa", "<h2>x</h2>"):
            with self.subTest(piece):
                html = piece * 20_000 + "<h2>end</h2>"
                self.assertTrue(plain_text(render(html)).endswith("end"))

    @override_settings(MEDIA_URL="https://files.example.org/")
    def test_pictures_may_lie_in_a_store_of_ours(self):
        html = '<p><img src="https://files.example.org/images/a.jpg" alt=""></p>'
        self.assertEqual(clean(html), html)


class RenderTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        renditions = [{"format": kind, "width": 320, "name": f"images/a-320.{kind}"} for kind in ("avif", "webp")]
        for name in ("a", "b"):
            Image.objects.create(
                file=f"images/{name}.jpg", width=800, height=600, content_hash=name, renditions=renditions, alt_en="Own"
            )

    def test_never_raises_and_keeps_the_words(self):
        rng = random.Random(21)
        for _run in range(200):
            html = clean(random_html(rng))
            with self.subTest(html):
                words = "".join(Audit(html).words)
                self.assertEqual("".join(Audit(render(html)).words).replace(" (external site)", ""), words)

    @override_settings(ALLOWED_HOSTS=[".example.org"])
    def test_links_to_our_own_hosts_are_not_marked(self):
        html = render('<p><a href="https://news.example.org/">a</a> <a href="https://example.com/">b</a></p>')
        self.assertEqual(html.count('class="external"'), 1)

    def test_headings_get_ids_of_their_own(self):
        html = render("<h2>Сроки</h2><h3>Сроки</h3><h2>!!!</h2><h2>Srok-2</h2>")
        for expected in ('id="h-sroki"', 'id="h-sroki-2"', 'id="h-section"', 'id="h-srok-2"'):
            self.assertIn(expected, html)

    def test_outer_table_scrolls_by_itself(self):
        html = render("<table><caption>Dates</caption><tr><td><table><tr><td>1</td></tr></table></td></tr></table>")
        self.assertEqual(html.count('class="table-scroll"'), 1)
        self.assertIn('tabindex="0" role="region" aria-label="Dates"', html)

    def test_external_links_say_so(self):
        html = render(
            '<p><a href="https://hse.ru">HSE</a> <a href="/news/">news</a> <a href="http://localhost/">we</a></p>'
        )
        self.assertIn('<a href="https://hse.ru" class="external" rel="noopener noreferrer">HSE<span', html)
        self.assertEqual(html.count("external site"), 1)

    def test_pictures_come_with_their_renditions_in_one_query(self):
        with self.assertNumQueries(1):
            html = render(
                '<figure class="image"><img src="/media/images/a.jpg" alt="In the text" width="400"></figure>'
                '<p><img src="/media/images/b.jpg" alt=""><img src="/media/images/gone.jpg" alt="z"></p>'
            )
        self.assertIn('srcset="/media/images/a-320.avif 320w"', html)
        self.assertIn('alt="In the text" width="400" height="300"', html)
        self.assertIn('alt="Own" width="800" height="600"', html)
        self.assertEqual(html.count('loading="lazy"'), 3)

    def test_text_without_pictures_asks_no_question(self):
        with self.assertNumQueries(0):
            render("<p>x</p>")

    def test_paragraph_with_a_film_becomes_its_player(self):
        html = render('<p> <a href="https://youtu.be/dQw4w9WgXcQ">The “campus”</a>&nbsp;</p>')
        self.assertIn('data-video-src="https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"', html)
        self.assertIn('href="https://www.youtube.com/watch?v=dQw4w9WgXcQ"', html)
        self.assertIn("www.youtube-nocookie.com", html)
        self.assertIn("The “campus”", html)

    def test_film_within_a_sentence_stays_a_link(self):
        self.assertNotIn("<figure", render('<p>See <a href="https://youtu.be/dQw4w9WgXcQ">this</a>.</p>'))

    def test_no_line_begins_with_a_dash(self):
        shown = render("<p>Всё — <b>онлайн</b> — бесплатно</p><pre>a — b</pre>")
        self.assertIn("<p>Всё\N{NO-BREAK SPACE}— <strong>онлайн</strong>\N{NO-BREAK SPACE}— бесплатно</p>", shown)
        self.assertIn("<pre>a — b</pre>", shown)

    def test_uncleaned_text_is_cleaned(self):
        self.assertEqual(render("<p onclick=x>a<script>b</script></p>"), "<p>a</p>")

    def test_words_added_by_the_page_are_translated(self):
        with translation.override("ru"), patch("django.utils.translation._trans.gettext", lambda text: f"[{text}]"):
            html = render('<p><a href="https://hse.ru">HSE</a></p><table><tr><td>1</td></tr></table>')
        self.assertIn("[(external site)]", html)
        self.assertIn('aria-label="[Table]"', html)


class VideoTests(SimpleTestCase):
    addresses = {
        "https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=1m5s": "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?start=65",
        "https://youtu.be/dQw4w9WgXcQ": "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ",
        "https://m.youtube.com/shorts/dQw4w9WgXcQ": "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ",
        f"https://rutube.ru/video/{'0a' * 16}/": f"https://rutube.ru/play/embed/{'0a' * 16}",
        "https://vk.com/video-22822305_456242110": "https://vkvideo.ru/video_ext.php?oid=-22822305&id=456242110",
        "https://vkvideo.ru/video-1_2": "https://vkvideo.ru/video_ext.php?oid=-1&id=2",
        "https://vk.com/videos-1?z=video-1_2%2Fclub": "https://vkvideo.ru/video_ext.php?oid=-1&id=2",
        "https://www.bilibili.com/video/BV1xx411c7mD/": "https://player.bilibili.com/player.html?bvid=BV1xx411c7mD",
    }

    def test_known_addresses_have_players(self):
        for address, player in self.addresses.items():
            with self.subTest(address):
                video = video_at(address)
                self.assertEqual(video.player, player)
                self.assertEqual(video_at(video.page).player, player)

    def test_other_addresses_have_none(self):
        for address in [
            "https://youtube.com/",
            "https://evil-youtube.com/watch?v=dQw4w9WgXcQ",
            "https://youtube.com.evil.example/watch?v=dQw4w9WgXcQ",
            "javascript:youtube.com/watch?v=dQw4w9WgXcQ",
            "https://www.youtube.com/watch?v=x",
            "https://rutube.ru/video/x/",
            "https://[broken",
            "/news/",
        ]:
            self.assertIsNone(video_at(address), address)


class PlainTextTests(SimpleTestCase):
    def test_blocks_become_lines(self):
        html = "<h2>A &amp; B</h2><p>one<br>two</p><ul><li>x</li><li>y</li></ul><script>no</script>"
        self.assertEqual(plain_text(html), "A & B\none\ntwo\nx\ny")

    def test_row_of_a_table_is_a_line(self):
        self.assertEqual(plain_text("<table><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></table>"), "1 2\n3")

    def test_excerpt_ends_with_a_whole_word(self):
        html = "<p>Десять слов, не больше</p><p>и не меньше</p>"
        self.assertEqual(excerpt(html, 100), "Десять слов, не больше и не меньше")
        self.assertEqual(excerpt(html, 13), "Десять слов…")
        self.assertEqual(excerpt("x" * 50, 10), "x" * 9 + "…")
