from django.test import SimpleTestCase

from opendoors.content.richtext import clean
from opendoors.content.richtext.pieces import join, split

TEXT = clean("""
<h2>Dates</h2>
<p>First &amp; <strong>last</strong>.</p>
<ul>
  <li>One</li>
  <li>Two<ul><li>Inner</li></ul></li>
</ul>
<table><caption>T</caption><thead><tr><th scope="col">A</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>
<blockquote><p>Said.</p><p>And again.</p></blockquote>
<figure class="image"><img src="/media/x.png" alt="x"><figcaption>Caption</figcaption></figure>
<hr><pre>  kept
   as it is</pre>
bare words <em>here</em>
""")


class SplitTests(SimpleTestCase):
    def test_pieces_of_a_text(self):
        _start, pieces = split(TEXT)
        self.assertEqual(
            [piece.tag for piece in pieces],
            ["h2", "p", "ul", "table", "blockquote", "figure", "hr", "pre", ""],
        )
        parts = {piece.tag: [part.tag for part in piece.parts] for piece in pieces if piece.is_holder}
        self.assertEqual(parts, {"ul": ["li", "li"], "table": ["caption", "thead", "tbody"], "blockquote": ["p", "p"]})

    def test_nested_list_stays_inside_its_entry(self):
        entries = split(TEXT)[1][2].parts
        self.assertIn("Inner", entries[1].source)
        self.assertFalse(entries[1].is_holder)

    def test_pictures_of_a_gallery_and_paragraphs_of_a_callout_are_pieces(self):
        figure = '<figure class="image"><img src="/media/x.png" alt="x"></figure>'
        callout = '<div class="callout"><p>One</p><p>Two</p></div>'
        quotation = '<blockquote><p>Said.</p><p class="attribution">Ann</p></blockquote>'
        _start, pieces = split(clean(figure + figure + callout + quotation))
        self.assertEqual([piece.tag for piece in pieces], ["figure", "figure", "div", "blockquote"])
        self.assertEqual([len(piece.parts) for piece in pieces], [0, 0, 2, 2])

    def test_joined_again_it_is_the_same(self):
        for text in (TEXT, "", "\n", "plain words", " <p>a</p> b <p>c</p>\n", "<ul>x<li>a</li></ul>", "<p>&nbsp;a</p>"):
            with self.subTest(text):
                cleaned = clean(text)
                self.assertEqual(join(*split(cleaned)), cleaned)

    def test_key_knows_no_white_space_between_blocks(self):
        for one, other in (
            ("<p>a b</p>", "<p>\n  a\nb</p>"),
            (
                "<ul><li>a<ul><li>b</li></ul></li></ul>",
                "<ul>\n\t<li>a\n\t<ul>\n\t\t<li>b</li></ul>\n</li>\n</ul>",
            ),
            ('<p><span lang="ru" dir="ltr">a</span></p>', '<p><span dir="ltr" lang="ru">a</span></p>'),
            ("<p>a<br>b</p>", "<p>a<br>\nb</p>"),
            ("words", "<p>words</p>"),
        ):
            with self.subTest(one):
                self.assertEqual(self._keys(one), self._keys(other))

    def test_key_tells_apart_what_readers_tell_apart(self):
        for one, other in (
            ("<p>a b</p>", "<p>ab</p>"),
            ("<p>a <em>b</em></p>", "<p>a<em>b</em></p>"),
            ("<p>a</p>", "<h2>a</h2>"),
            ("<p>a&nbsp;b</p>", "<p>a b</p>"),
            ("<pre>a  b</pre>", "<pre>a b</pre>"),
        ):
            with self.subTest(one):
                self.assertNotEqual(self._keys(one), self._keys(other))

    def _keys(self, text):
        return [piece.key for piece in split(clean(text))[1]]
