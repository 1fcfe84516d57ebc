from django.test import TestCase

from tests.factories import make_article, make_user


class CorrectionsBoxTests(TestCase):
    def test_shown_as_dates_and_texts_with_the_script_that_makes_rows_of_them(self):
        self.client.force_login(make_user("Association editor"))
        article = make_article(corrections=[{"on": "2026-03-03", "text": "A date was wrong."}])
        form = self.client.get(f"/admin/news/article/{article.pk}/change/").content.decode()
        self.assertRegex(form, r"<textarea[^>]* data-corrections[^>]*>\s*2026-03-03 A date was wrong\.</textarea>")
        self.assertIn("js/correction-rows.js", form)
