"""Names in texts: what is recognised, and what only looks like a name."""

from django.contrib.auth.models import AnonymousUser
from django.test import TestCase

from opendoors.demo import register
from opendoors.demo.loading import Demo
from partners.models import University
from partners.recognition import recognise
from tests.factories import make_agreement, make_laboratory, make_university, make_user

VISITOR = AnonymousUser()
LOADERS = (register.load_fields, register.load_universities, register.load_agreements, register.load_laboratories)

# A text, and the addresses of the demo's records that it names.
WHOLE_WORDS = [
    ("HSE and MIPT", {"hse-university", "mipt"}),
    ("his, HSEs, HSE2025, xHSE and MIPTs", set()),
    ("hse, mipt, Itmo and mephi in small letters", set()),
    ("HSE-Tsinghua forum, HSE/MIPT, (HSE)", {"hse-university", "tsinghua-university", "mipt"}),
    ("Write to HSE@example.org or see https://example.org/HSE/MIPT and www.example.org/TPU", set()),
    ("НГУ, а не ННГУ", {"novosibirsk-state-university", "lobachevsky-university"}),
    ("Мнение НГУшников", set()),
    ("MEPhI and MEPHI", {"mephi"}),
    ("UrFU, not URFUX", {"ural-federal-university"}),
    ("HSE’s rector, MIPT's dean", {"hse-university", "mipt"}),
]
CASE = [
    ("PEKING UNIVERSITY", {"peking-university"}),
    ("peking university", {"peking-university"}),
    ("ПЕКИНСКИЙ УНИВЕРСИТЕТ", {"peking-university"}),
    ("НИИ ВШЭ", {"hse-university"}),
    ("НИИ МГСУ", {"moscow-university-of-civil-engineering"}),
    ("ниу вшэ", {"hse-university"}),
    ("Вышка приняла гостей", {"hse-university"}),
    ("С вышки видно море", set()),
    ("tsinghua", set()),
    ("TSINGHUA UNIVERSITY", {"tsinghua-university"}),
]
INFLECTED = [
    ("Пекинский университет", {"peking-university"}),
    ("ректор Пекинского университета", {"peking-university"}),
    ("благодарен Пекинскому университету", {"peking-university"}),
    ("с Пекинским университетом", {"peking-university"}),
    ("в Пекинском университете", {"peking-university"}),
    ("в Университете Цинхуа, Университетом Цинхуа", {"tsinghua-university"}),
    ("студенты Высшей школы экономики", {"hse-university"}),
    ("Высшую школу экономики и Высшей школой экономики", {"hse-university"}),
    ("Национальным исследовательским университетом «Высшая школа экономики»", {"hse-university"}),
    ("выпускники Московского физико-технического института", {"mipt"}),
    ("Московскому физико-техническому институту", {"mipt"}),
    ("о Казанском (Приволжском) федеральном университете", {"kazan-federal-university"}),
    ("о Казанском федеральном университете", {"kazan-federal-university"}),
    ("Санкт-Петербургскому политехническому университету Петра Великого", {"peter-the-great-polytechnic"}),
    ("в Южно-Уральском государственном университете", {"south-ural-state-university"}),
    ("Российского университета дружбы народов", {"rudn-university"}),
    ("Пекинским институтом математических наук и их приложений", {"bimsa"}),
    ("в НИУ ВШЭ – Нижний Новгород и в НИУ ВШЭ — Нижнем Новгороде", {"hse-university-nizhny-novgorod"}),
    ("Томские государственные университеты спорят", set()),
    ("федеральных университетов Сибири", set()),
]
SPELLED = [
    ("имени академика С. П. Королёва", set()),
    (
        "Самарский национальный исследовательский университет имени академика С.П. Королева",
        {"samara-university"},
    ),
    ("МГТУ им. Баумана, МГТУ имени Н. Э. Баумана, МГТУ имени Баумана", {"bauman-university"}),
    ("Peter the Great St. Petersburg Polytechnic University", {"peter-the-great-polytechnic"}),
    ("Peter the Great Saint Petersburg Polytechnic University", {"peter-the-great-polytechnic"}),
    ("Peking\u00a0University", {"peking-university"}),
    ("Peking  \t University", {"peking-university"}),
    ("Pe\u00adking Univer\u200bsity", {"peking-university"}),
    ("Университет “Цинхуа”", {"tsinghua-university"}),
    ('Национальный исследовательский университет "Высшая школа экономики"', {"hse-university"}),
    ("HSE University\u2011Nizhny Novgorod", {"hse-university-nizhny-novgorod"}),
    ("HSE University - Nizhny Novgorod", {"hse-university-nizhny-novgorod"}),
    ("Peking\nUniversity", set()),
    ("He flew to Peking. University life went on", set()),
    ("Peking, University of Oxford", set()),
]
LONGEST = [
    ("Beijing Normal University", {"beijing-normal-university"}),
    ("Beijing University of Technology", {"beijing-university-of-technology"}),
    ("Beijing University", set()),
    ("Normal University", set()),
    ("Peking University of Something Else", set()),
    ("Peking University of late", {"peking-university"}),
    ("Пекинский педагогический университет", {"beijing-normal-university"}),
    ("Томский государственный университет систем управления", set()),
    ("Томский государственный университет", {"tomsk-state-university"}),
    ("HSE Institute of Education", {"hse-institute-of-education"}),
    ("Северо-Уральский федеральный университет", set()),
]
CJK = [
    ("我们访问了北京大学和清华大学。", {"peking-university", "tsinghua-university"}),
    ("与北大合作", {"peking-university"}),
    ("东北大学", set()),
    ("北京大学生", set()),
    ("北京工业大学与俄罗斯高等经济大学", {"beijing-university-of-technology", "hse-university"}),
    ("清华大学教育研究院", {"tsinghua-institute-of-education"}),
    ("北", set()),
]
SCHOOL = "tongji-school-of-mathematical-sciences"
PARTS = [
    ("The Institute of Education", set()),
    ("Институт образования", set()),
    ("the Institute of Education at Tsinghua University", {"tsinghua-institute-of-education", "tsinghua-university"}),
    ("Tsinghua's Institute of Education", {"tsinghua-institute-of-education", "tsinghua-university"}),
    ("Tsinghua University’s Institute of Education", {"tsinghua-institute-of-education"}),
    ("Tsinghua, Institute of Education", {"tsinghua-institute-of-education", "tsinghua-university"}),
    ("Tsinghua, Institute of Education of Fudan", {"tsinghua-university"}),
    ("Tsinghua\nInstitute of Education", {"tsinghua-university"}),
    ("Институтом образования Университета Цинхуа", {"tsinghua-institute-of-education"}),
    ("Институт образования НИУ ВШЭ", {"hse-institute-of-education"}),
    ("School of Mathematical Sciences (Tongji)", {"tongji-school-of-mathematical-sciences", "tongji-university"}),
    (
        "School of Mathematical Sciences, Tongji University",
        {"tongji-school-of-mathematical-sciences", "tongji-university"},
    ),
    ("Школе математических наук Университета Тунцзи", {"tongji-school-of-mathematical-sciences", "tongji-university"}),
    ("the School of Mathematical Sciences of Peking University", {"peking-university"}),
    ("the Faculty of Humanities; HSE", {"hse-university"}),
]
MIRROR, DYNAMICAL, SOLAR = (
    "mirror-symmetry-and-automorphic-forms",
    "dynamical-systems-and-applications",
    "perovskite-solar-cells",
)
RECORDS = [
    ("International Laboratory for Mirror Symmetry and Automorphic Forms", {MIRROR}),
    ("the laboratory of mirror symmetry and automorphic forms", {MIRROR}),
    ("HSE’s laboratory of mirror symmetry", {MIRROR, "hse-university"}),
    ("the laboratory of mirror symmetry", set()),
    ("Mirror symmetry and automorphic forms are in fashion", set()),
    ("международной лабораторией динамических систем и приложений", {DYNAMICAL}),
    ("Совместную лабораторию перовскитных солнечных элементов", {SOLAR}),
    ("Perovskite solar cells, a laboratory, and HSE", {SOLAR, "hse-university"}),
    ("Perovskite solar cells and HSE", {"hse-university"}),
    ("Perovskite solar cells, a laboratory\nHSE", {"hse-university"}),
    (
        "Joint study of postgraduate education in China and Russia",
        {"hse-and-tsinghua-institutes-of-education"},
    ),
    ("a cooperation agreement", set()),
]
# What the sample article tells, in words of this project.
REPORT = (
    "HSE and Peking University want a joint laboratory that will study stable perovskite solar cells.",
    "Felix Azhimov, dean at the HSE Faculty of Humanities, asked the questions of a quiz.",
    "In Beijing the guests saw Tsinghua University, the Beijing Institute of Mathematical Sciences and Applications "
    "(BIMSA), Beijing Normal University, the China National Academy of Educational Sciences, Beihang University, and "
    "Beijing University of Technology.",
    "The HSE International Laboratory for Mirror Symmetry and Automorphic Forms works on geometry with BIMSA, the HSE "
    "Institute of Education with Tsinghua University's Institute of Education; the International Laboratory of "
    "Dynamical Systems and Applications at HSE University–Nizhny Novgorod has a partner in the School of Mathematical "
    "Sciences at Tongji University.",
)
REPORTED = {
    *("hse-university", "peking-university", SOLAR, "hse-faculty-of-humanities", "tsinghua-university", "bimsa"),
    *("beijing-normal-university", "china-national-academy-of-educational-sciences", "beihang-university"),
    *("beijing-university-of-technology", MIRROR, "hse-institute-of-education", "tsinghua-institute-of-education"),
    *(DYNAMICAL, "hse-university-nizhny-novgorod", SCHOOL, "tongji-university"),
}


def named(text: str, user=VISITOR) -> set[str]:
    return {proposal.record.slug for proposal in recognise(text, user)}


class RegisterTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        for load in LOADERS:
            load(Demo(lambda line: None))

    def check(self, cases):
        for text, expected in cases:
            with self.subTest(text):
                self.assertEqual(named(text), expected)

    def test_whole_words(self):
        self.check(WHOLE_WORDS)

    def test_acronyms_and_single_words_mind_their_case(self):
        self.check(CASE)

    def test_russian_cases_but_not_the_plural(self):
        self.check(INFLECTED)

    def test_spellings_spaces_quotes_and_dashes(self):
        self.check(SPELLED)

    def test_longest_name_wins(self):
        self.check(LONGEST)

    def test_scripts_without_spaces(self):
        self.check(CJK)

    def test_part_is_known_by_its_own_name_beside_its_universitys(self):
        self.check(PARTS)

    def test_laboratories_and_agreements(self):
        self.check(RECORDS)

    def test_all_that_the_sample_article_names(self):
        self.assertEqual(named("\n".join(REPORT)), REPORTED)

    def test_words_are_those_of_the_text(self):
        found = recognise("С Пекинским университетом, в PKU и\u00a0в Пекинском  университете", VISITOR)
        self.assertEqual(
            [(proposal.label, proposal.words) for proposal in found],
            [("Peking University", ["Пекинским университетом", "PKU", "Пекинском университете"])],
        )
        [leti] = recognise("в СПбГЭТУ «ЛЭТИ» и «ЛЭТИ»", VISITOR)
        self.assertEqual(leti.words, ["СПбГЭТУ «ЛЭТИ»", "ЛЭТИ"])
        [part, _whole] = recognise("School of Mathematical Sciences at Tongji University", VISITOR)
        self.assertEqual(part.label, "School of Mathematical Sciences, Tongji University")
        self.assertEqual(part.words, ["School of Mathematical Sciences at Tongji University"])

    def test_russian_names_in_six_cases(self):
        endings = zip(("ий", "ого", "ому", "ий", "им", "ом"), ("", "а", "у", "", "ом", "е"), strict=True)
        for adjective, noun in endings:
            text = f"Сибирск{adjective} федеральн{adjective.replace('ий', 'ый').replace('им', 'ым')} университет{noun}"
            with self.subTest(text):
                self.assertEqual(named(text), {"siberian-federal-university"})


class HiddenTests(TestCase):
    def test_only_what_this_person_may_choose(self):
        officer = make_user("Partnership officer")
        hidden = make_university(name_en="Hidden Valley University", is_published=False, created_by=officer)
        agreement = make_agreement(title_en="Exchange of poets with Hidden Valley people", is_published=False)
        text = "Hidden Valley University: Exchange of poets with Hidden Valley people"
        for user, expected in (
            (VISITOR, set()),
            (make_user("Author"), set()),
            (officer, {hidden.slug}),
            (make_user("Association editor"), {hidden.slug, agreement.slug}),
        ):
            with self.subTest(user):
                self.assertEqual(named(text, user), expected)

    def test_hidden_longer_name_is_not_its_shorter_neighbour(self):
        make_university(name_en="North Valley University")
        make_university(name_en="Great North Valley University", is_published=False)
        self.assertEqual(named("Great North Valley University"), set())


class AmbiguityTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.boston = make_university(name_en="Northeastern University", acronym="NEU", aliases=["NEU Boston"])
        cls.shenyang = make_university(
            name_en="Northeastern University", acronym="NEU", own_name="东北大学", own_language="zh"
        )

    def test_shared_name_proposes_none(self):
        self.assertEqual(named("Northeastern University and NEU"), set())

    def test_another_name_in_the_text_tells_them_apart(self):
        self.assertEqual(named("Northeastern University (东北大学)"), {self.shenyang.slug})
        self.assertEqual(named("NEU Boston, or NEU"), {self.boston.slug})

    def test_hidden_namesake_does_not_count(self):
        University.objects.filter(pk=self.boston.pk).update(is_published=False)
        self.assertEqual(named("NEU"), {self.shenyang.slug})


class HostileInputTests(TestCase):
    def test_names_that_say_nothing_are_never_found(self):
        make_university(name_en="A", acronym="B", aliases=["", " ", "—", "(.*)", "12", "X1", "Ы", "ВУ", "大", "..."])
        self.assertEqual(named("A B — (.*) 12 X1 Ы ВУ 大 ... a b university"), set())

    def test_signs_of_patterns_are_letters_like_others(self):
        plain = make_university(name_en="C++ Institute [of] $tyle^ (really)")
        self.assertEqual(named("the C++ Institute [of] $tyle^ (really)"), {plain.slug})

    def test_empty_and_broken_texts(self):
        make_university(name_en="Peking University", aliases=["Peking"])
        for text in ("", " \n\t", "\x00", "\ud800", "…" * 1000, "\u0301" * 1000):
            with self.subTest(repr(text[:9])):
                self.assertEqual(named(text), set())
        self.assertEqual(len(named("Peking\x00University\x00")), 1)

    def test_megabyte_is_read_to_its_limit(self):
        make_university(name_en="Peking University")
        self.assertEqual(len(named("Peking University " * 60_000)), 1)
        self.assertEqual(named("x" * 1_000_000 + " Peking University"), set())
        self.assertEqual(named("a@" * 500_000), set())

    def test_aliases_that_are_no_list_of_texts(self):
        University.objects.filter(pk=make_university().pk).update(aliases=[None, 5, ["x"], "Peking"])
        self.assertEqual(len(named("Peking")), 1)


class FreshnessTests(TestCase):
    def test_new_renamed_and_deleted_records_are_known_at_once(self):
        self.assertEqual(named("Peking University"), set())
        university = make_university(name_en="Peking University")
        self.assertEqual(len(named("Peking University")), 1)
        university.name_en = "Beida"
        university.save()
        self.assertEqual(named("Peking University"), set())
        self.assertEqual(len(named("Beida")), 1)
        university.delete()
        self.assertEqual(named("Beida"), set())

    def test_queries_do_not_grow_with_the_records(self):
        for amount in (3, 30):
            rows = [make_university(name_en=f"Valley University Number {number}") for number in range(amount)]
            make_laboratory(name_en="Laboratory of deep clear water", host=rows[0])
            make_agreement(title_en="Exchange of poets with the Valley people")
            text = "\n".join(str(row) for row in rows) + "\nLaboratory of deep clear water"
            text += "\nExchange of poets with the Valley people"
            recognise(text, VISITOR)
            with self.subTest(amount), self.assertNumQueries(6):
                self.assertGreater(len(recognise(text, VISITOR)), amount)
            University.objects.all().update(is_published=False)
