from django.test import SimpleTestCase

from opendoors.content.lengths import count_words, reading_minutes


class LengthsTests(SimpleTestCase):
    def test_words_are_those_of_the_page(self):
        for html, words in (
            ("", 0),
            ("<p>Open&nbsp;Doors <a href='/x/y/'>begins</a></p><p>now</p>", 4),
            ("<p>Наука — это по-прежнему труд</p>", 4),
            ("<p>don’t 3.5 1,000</p>", 3),
            ("<figure><img src='/media/a.jpg' alt='Not counted'><figcaption>A door</figcaption></figure>", 2),
            ("<table><tr><td>One</td><td>Two</td></tr></table><script>var no = 1</script>", 2),
        ):
            with self.subTest(html):
                self.assertEqual(count_words(html), words)

    def test_minutes_of_each_language(self):
        for words, english, russian in ((0, 0, 0), (183, 0, 0), (184, 0, 1), (228, 1, 1), (341, 1, 2), (2280, 10, 12)):
            with self.subTest(words):
                self.assertEqual((reading_minutes(words, "en"), reading_minutes(words, "ru")), (english, russian))
