import tempfile
from io import StringIO
from pathlib import Path

from django.core.management import CommandError, call_command
from django.test import TestCase

from news.models import OldAddress
from opendoors.content.addresses import as_kept
from opendoors.pages.models import OldAddress as OldPageAddress
from tests.factories import make_article, make_page, make_university


class ImportCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.english, cls.russian = make_article(slug="new"), make_article(slug="novoe", language="ru")
        cls.page = make_page(slug="about")

    def run_on(self, text, *options):
        """What was told, line by line."""
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "old.csv")
            file.write_bytes(text if isinstance(text, bytes) else text.encode())
            told = StringIO()
            try:
                call_command("import_old_addresses", str(file), *options, stdout=told)
            except CommandError as error:
                told.write(str(error))
        return told.getvalue().strip().splitlines()

    def leads(self, path, to):
        self.assertRedirects(self.client.get(path), to, status_code=301, fetch_redirect_response=False)

    def kept(self):
        return OldAddress.objects.count() + OldPageAddress.objects.count()


class HoldingTests(ImportCase):
    def test_every_form_of_an_address_and_of_a_target(self):
        lines = [
            "old,target,language",
            "/news/177,new,en",
            "https://old.example.net/en/news/123.html,https://testserver/news/new/,",
            "/index.php?option=com_content&id=5&utm_source=x,/ru/news/novoe",
            "http://od.example/ru/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8/5/,novoe,ru",
            '"/who,we;are/",/about/',
            "",
        ]
        self.assertEqual(self.run_on("\n".join(lines)), ["5 new, 0 changed, 0 unchanged, 0 repeated, 0 left out."])
        self.leads("/news/177/", "/news/new/")
        self.leads("/en/news/123.html", "/news/new/")
        for path in ("/index.php?id=5&option=com_content", "/index.php/?option=com_content&id=5&fbclid=1"):
            self.leads(path, "/ru/news/novoe/")
        self.assertEqual(self.client.get("/index.php?option=com_content&id=6").status_code, 404)
        self.leads("/ru/новости/5", "/ru/news/novoe/")
        self.leads("/who,we;are", "/about/")

    def test_what_excel_saves(self):
        for heads in ("", "Старый;Новый;Язык\r\n\r\n"):
            OldAddress.objects.all().delete()
            OldPageAddress.objects.all().delete()
            told = self.run_on(f"\ufeff{heads}/a;new;en\r\n/b;/about/;\r\n")
            self.assertEqual(told, ["2 new, 0 changed, 0 unchanged, 0 repeated, 0 left out."])
        self.assertEqual(self.run_on("/c\tnew\ten")[0][:5], "1 new")

    def test_chains_are_one_step_long(self):
        self.english.old_addresses.create(path="/older")
        self.run_on("/a,/b\n/b,/c/\n/c,/older\n")
        for path in ("/a", "/b", "/c"):
            self.leads(path, "/news/new/")

    def test_a_second_time_nothing_changes_and_another_target_is_told(self):
        self.run_on("/a,new,en\n/b,/about/\n")
        told = self.run_on("/a,new,en\n/b,/about/\n/b/,/about\n")
        self.assertEqual(told, ["0 new, 0 changed, 2 unchanged, 1 repeated, 0 left out."])
        self.assertEqual(self.run_on("/a,/about/\n"), ["0 new, 1 changed, 0 unchanged, 0 repeated, 0 left out."])
        self.leads("/a", "/about/")
        self.assertEqual(self.kept(), 2)

    def test_a_dry_run_changes_nothing(self):
        told = self.run_on("/a,new,en\n", "--dry-run")
        self.assertEqual(told, ["1 new, 0 changed, 0 unchanged, 0 repeated, 0 left out. Nothing was changed."])
        self.assertEqual(self.kept(), 0)

    def test_the_number_of_questions_does_not_depend_on_the_lines(self):
        with self.assertNumQueries(7):
            self.run_on("".join(f"/old/{number},/news/new/\n" for number in range(3)))
        with self.assertNumQueries(7):
            self.run_on("".join(f"/older/{number},/news/new/\n" for number in range(300)))


# Lines, and what is told of each.
REFUSED = {
    "/good,new,en": "",
    "news/1,new,en": "news/1 is no address",
    "http://[,new,en": "is no address",
    "/a": "says not where it leads",
    "/b,missing,en": "/news/missing is neither",
    "/c,new,de": "de stands where",
    "/d,new": "no language stands where",
    "/e,https://elsewhere.example/x": "is not on this site",
    "/f,/partners/universities/u/": "is neither",
    "/g,/h": "goes in a circle: /g → /h → /g",
    "/h,/g": "goes in a circle",
    "/i,/i/": "goes in a circle: /i → /i",
    "/news/,new,en": "/news is an address of today",
    "/news/new/?id=5,/about/": "is an address of today",
    "/admin/x,new,en": "is an address of today",
    "/media/x.pdf,new,en": "is the address of a file",
    "/news/gone/,new,en": "withdrawn",
    "/good/,/about/": "/good leads elsewhere on line 1",
    "/k,not a slug,en": "not a slug is no article's address",
    "/j,new,en,more": "more than three columns",
    f"/{'x' * 500},new,en": "more than 500 characters",
}


class RefusedTests(ImportCase):
    def test_every_problem_is_told_with_its_line_and_nothing_is_kept(self):
        make_article(slug="gone", state="withdrawn")
        make_university(slug="u")
        told = self.run_on("\n".join(REFUSED))
        self.assertEqual(told.pop(), "Nothing was changed: 20 of the lines do not hold.")
        self.assertEqual([line.partition(":")[0] for line in told], [f"line {number}" for number in range(2, 22)])
        for line, words in zip(told, [words for words in REFUSED.values() if words], strict=True):
            self.assertIn(words, line)
        self.assertEqual(self.kept(), 0)

    def test_what_holds_is_kept_if_asked(self):
        told = self.run_on("/a,new,en\n/b,missing,en\n", "--skip-bad")
        self.assertEqual(told[1:], ["1 new, 0 changed, 0 unchanged, 0 repeated, 1 left out."])
        self.leads("/a", "/news/new/")

    def test_a_file_that_is_none(self):
        self.assertIn("is not UTF-8 (byte 1)", self.run_on("Старый".encode("cp1251"))[0])
        with self.assertRaisesMessage(CommandError, "cannot be read"):
            call_command("import_old_addresses", "/nowhere.csv")


class QuestionTests(ImportCase):
    def test_what_is_asked_is_kept_in_order_and_without_counters(self):
        for written, kept in (
            ("/index.php?b=2&a=1", "/index.php?a=1&b=2"),
            ("https://x.example/a/?utm_source=x&yclid=1", "/a"),
            ("/?id=5", "/?id=5"),
            ("/a?q=%D1%8B&empty", "/a?empty=&q=%D1%8B"),
        ):
            self.assertEqual(as_kept(written), kept)

    def test_the_question_decides_and_without_one_of_its_own_the_path_does(self):
        self.english.old_addresses.create(path="/index.php?id=5")
        self.russian.old_addresses.create(path="/index.php")
        self.leads("/index.php?id=5", "/news/new/")
        self.leads("/index.php?id=6", "/ru/news/novoe/")
        many = "&".join(f"x{number}=1" for number in range(99))
        self.leads(f"/index.php?{many}", "/ru/news/novoe/")

    def test_a_page_that_is_there_is_not_asked(self):
        self.russian.old_addresses.create(path="/news/new?id=5")
        self.assertEqual(self.client.get("/news/new/?id=5").status_code, 200)
