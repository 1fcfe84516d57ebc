"""By which abbreviation readers of a page know a university."""

from django.test import SimpleTestCase, TestCase

from partners import abbreviations
from tests.factories import make_laboratory, make_university

HSE = ("HSE", ["National Research University Higher School of Economics", "НИУ ВШЭ", "ВШЭ", "俄罗斯高等经济大学"])


class BestTests(SimpleTestCase):
    def test_it_is_written_in_the_script_of_the_name(self):
        for name, (acronym, others), best in (
            ("HSE University", HSE, "HSE"),
            ("Высшая школа экономики", HSE, "НИУ ВШЭ"),
            ("Уральский федеральный университет", ("UrFU", ["УрФУ"]), "УрФУ"),
            ("Политехнический университет", ("", ["СПбПУ"]), "СПбПУ"),
            ("Пекинский педагогический университет", ("BNU", []), "BNU"),
            ("Университет имени Баумана", ("BMSTU", ["МГТУ им. Баумана"]), "BMSTU"),
            ("Tsinghua University", ("", ["Tsinghua", "Цинхуа"]), ""),
        ):
            with self.subTest(name):
                self.assertEqual(abbreviations.best(name, acronym, others), best)

    def test_a_name_tells_it_as_a_word_alone(self):
        self.assertTrue(abbreviations.tells("ITMO University", "ITMO"))
        self.assertTrue(abbreviations.tells("Технологический университет «МИСИС»", "МИСИС"))
        self.assertFalse(abbreviations.tells("Itmology University", "ITMO"))
        self.assertFalse(abbreviations.tells("Peking University", "PKU"))


class PagesTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        acronym, aliases = HSE
        names = {"name_en": "HSE University", "name_ru": "Высшая школа экономики"}
        cls.hse = make_university(**names, acronym=acronym, aliases=aliases)
        make_university(name_en="Tomsk State University", name_ru="Томский университет", acronym="TSU", aliases=["ТГУ"])
        cls.laboratory = make_laboratory(host=cls.hse)

    def test_lists_and_cards_say_it_in_the_reader_s_script_and_not_twice(self):
        beside = '<span class="register__acronym">'
        for path, here in ((self.laboratory.get_absolute_url(), 0), ("/partners/universities/", 1)):
            with self.subTest(path):
                self.assertContains(self.client.get(path), beside, count=here)  # that of Tomsk
                self.assertContains(self.client.get(f"/ru{path}"), f"{beside}НИУ ВШЭ</span>")
        self.assertContains(self.client.get("/ru/partners/universities/"), f"{beside}ТГУ</span>")

    def test_its_page_names_the_others_once_each(self):
        page = self.client.get(f"/ru{self.hse.get_absolute_url()}")
        self.assertContains(page, "<dd>НИУ ВШЭ</dd>")
        self.assertContains(
            page, "<dd>HSE, National Research University Higher School of Economics, ВШЭ, 俄罗斯高等经济大学</dd>"
        )
