"""Who writes, translates, publishes and finds which articles: every role beside every kind of article."""

from django.contrib.auth.models import AnonymousUser, Group
from django.test import TestCase

from news.models import Article
from opendoors.content import clock
from opendoors.content.publishing import State
from tests.factories import make_article, make_university, make_user

WRITES, WORDS, READS, NOTHING = "writes", "words", "reads", "nothing"
PUBLISHES = "publishes"


class ArticleScopeTests(TestCase):
    # Who may do what with each article below; whoever publishes writes too.
    TABLE = {
        "Author": {"home": WRITES, "part": WRITES, "own draft": WRITES},
        "Translator": {"home": READS, "part": READS, "translated": WORDS},
        "Translator of the association": {"association": READS, "own public": READS, "own draft": READS},
        "Author of the association": {"own draft": WRITES},
        "Editor": {"home": PUBLISHES, "part": PUBLISHES, "own draft": WRITES},
        "Partnership officer": {},
        "no role": {},
        "Association editor": {},
        "Administrator": {},
    }

    @classmethod
    def setUpTestData(cls):
        cls.home, cls.foreign = make_university(), make_university()
        part = make_university(parent=cls.home, kind="faculty")
        cls.users = {name: cls.make(name) for name in cls.TABLE}
        cls.articles = {
            "home": make_article(owner=cls.home, state=State.DRAFT),
            "part": make_article(owner=part),
            "association": make_article(),
            "foreign": make_article(owner=cls.foreign),
            "foreign draft": make_article(owner=cls.foreign, state=State.DRAFT, created_by=cls.users["Author"]),
        }
        key = cls.articles["home"].translation_key
        cls.articles["translated"] = make_article(owner=cls.home, language="ru", translation_key=key)

    @classmethod
    def make(cls, name: str):
        user = make_user(name.partition(" of ")[0] if name in cls.TABLE and name != "no role" else "", is_staff=True)
        if " of " not in name:
            cls.home.staff_memberships.create(user=user)
        return user

    def level(self, user, article) -> str:
        found = Article.objects.with_rights_of(user).get(pk=article.pk)
        if found.is_publishable:
            self.assertTrue(found.is_writable and found.is_editable)
            return PUBLISHES
        if found.is_writable:
            self.assertTrue(found.is_editable)
            return WRITES
        if found.is_editable:
            return WORDS
        return READS if Article.objects.readable_by(user).contains(article) else NOTHING

    def expected(self, name: str, article: str) -> str:
        if name in ("Association editor", "Administrator"):
            return PUBLISHES
        answers = self.TABLE[name]
        if article == "translated" and name in ("Author", "Editor"):
            return answers["home"]
        return answers.get(article, NOTHING)

    def test_everyone_and_everything(self):
        for name, user in self.users.items():
            own = {
                "own draft": make_article(created_by=user, state=State.IN_REVIEW),
                "own public": make_article(created_by=user),
            }
            for label, article in (self.articles | own).items():
                with self.subTest(user=name, article=label):
                    self.assertEqual(self.level(user, article), self.expected(name, label))

    def test_whoever_is_no_staff_or_switched_off_has_no_rights_left(self):
        for user in (AnonymousUser(), make_user("Association editor", is_active=False), self.retired()):
            with self.subTest(str(user)):
                for rows in (Article.objects.readable_by(user), Article.objects.publishable_by(user)):
                    self.assertFalse(rows.exists())
                self.assertEqual(Article.objects.visible_to(user).count(), Article.objects.published().count())

    def retired(self):
        user = make_user("Editor", is_staff=False)
        self.home.staff_memberships.create(user=user)
        return user

    def test_roles_and_universities_add_up(self):
        user = self.users["Translator"]
        user.groups.add(Group.objects.get(name="Editor"))
        self.foreign.staff_memberships.create(user=user)
        user = type(user).objects.get(pk=user.pk)
        for label in ("home", "translated", "foreign", "foreign draft"):
            self.assertEqual(self.level(user, self.articles[label]), PUBLISHES)
        self.assertEqual(self.level(user, self.articles["association"]), NOTHING)

    def test_the_staff_of_a_part_does_not_write_for_the_whole(self):
        author = make_user("Author")
        self.articles["part"].owner.staff_memberships.create(user=author)
        self.assertEqual(list(Article.objects.editable_by(author)), [self.articles["part"]])

    def test_drafts_are_visible_at_their_address_to_whoever_reads_them(self):
        for name, seen in (("Author", True), ("Translator", True), ("Author of the association", False)):
            rows = Article.objects.visible_to(self.users[name])
            self.assertIs(rows.contains(self.articles["home"]), seen)
            self.assertFalse(rows.contains(self.articles["foreign draft"]))

    def test_once_public_what_one_wrote_for_the_association_is_the_associations(self):
        author = self.users["Author of the association"]
        article = make_article(created_by=author, state=State.DRAFT)
        self.assertEqual(self.level(author, article), WRITES)
        article.publish_at = clock.now()
        article.publish(by=None)
        self.assertEqual(self.level(author, article), NOTHING)
