from datetime import timedelta
from io import StringIO

from django.core.management import call_command
from django.db import connection, transaction
from django.test import TestCase, TransactionTestCase

from news.models import Article
from opendoors.content import changes, clock, search
from opendoors.content.models import Entry, StaffEntry
from opendoors.content.search import vocabulary
from opendoors.content.search.indexing import rebuild
from tests.content.search.finding import counts, titles
from tests.factories import make_agreement, make_article, make_field, make_laboratory, make_topic, make_university


class WriteTests(TestCase):
    def test_publishing_withdrawing_binning_and_restoring_are_followed(self):
        article = make_article(title="A zebra")
        self.assertEqual(titles("zebra"), ["A zebra"])
        article.withdraw("wrong")
        self.assertEqual(titles("zebra"), [])
        article.publish(by=None)
        self.assertEqual(titles("zebra"), ["A zebra"])
        article.throw_away()
        self.assertEqual(titles("zebra"), [])
        article.restore()
        self.assertEqual(titles("zebra"), ["A zebra"])
        article.delete()
        self.assertEqual(titles("zebra"), [])
        self.assertEqual((Entry.objects.count(), StaffEntry.objects.count()), (0, 0))

    def test_a_renamed_university_changes_what_is_about_it(self):
        university = make_university(name_en="Zebra University")
        campus = make_university(name_en="Campus", parent=university, kind="campus")
        make_article(title="An article", universities=[campus])
        make_laboratory(name_en="A laboratory", host=campus)
        make_agreement(title_en="An agreement", parties=[campus, make_university()])
        self.assertEqual(len(titles("zebra")), 5)
        university.name_en = "Gnu University"
        university.save()
        self.assertEqual(titles("zebra"), [])
        self.assertEqual(len(titles("gnu")), 5)
        university.aliases = ["Okapi"]
        university.save()
        self.assertEqual(titles("okapi")[0], "Gnu University")
        self.assertEqual(len(titles("okapi")), 5)

    def test_topics_fields_and_parties_are_followed(self):
        topic, field = make_topic(name_en="Zebras"), make_field(name_en="Zebra science")
        article = make_article(title="An article", topics=[topic])
        make_laboratory(name_en="A laboratory", fields=[field])
        agreement = make_agreement(title_en="An agreement", fields=[field])
        self.assertEqual(set(titles("zebra")), {"An article", "A laboratory", "An agreement"})
        topic.name_en = field.name_en = "Antelopes"
        topic.save()
        field.save()
        self.assertEqual(set(titles("antelope")), {"An article", "A laboratory", "An agreement"})
        self.assertEqual(titles("zebra"), [])
        okapi = make_university(name_en="Okapi University")
        party = agreement.parties.create(university=okapi, order=9)
        self.assertIn("An agreement", titles("okapi"))
        party.delete()
        self.assertEqual(titles("okapi"), ["Okapi University"])
        article.topics.clear()
        self.assertNotIn("An article", titles("antelope"))

    def test_an_entry_keeps_its_place_and_stands_once(self):
        article = make_article(title="A zebra")
        titles("zebra")
        before = Entry.objects.get().pk
        article.title = "A gnu"
        article.save()
        self.assertEqual(titles("gnu"), ["A gnu"])
        self.assertEqual(Entry.objects.get().pk, before)

    def test_bulk_updates_are_announced(self):
        article = make_article(title="A zebra")
        titles("zebra")
        Article.objects.update(title="A gnu")
        changes.announce(article)
        self.assertEqual(titles("gnu"), ["A gnu"])

    def test_what_is_rolled_back_is_not_found_afterwards(self):
        make_article(title="A zebra")
        with transaction.atomic():
            make_article(title="A gnu")
            self.assertEqual(titles("gnu"), ["A gnu"])
            transaction.set_rollback(True)
        self.assertEqual(titles("gnu"), [])
        with transaction.atomic():
            self.assertEqual(titles("zebra"), ["A zebra"])
            transaction.set_rollback(True)
        self.assertEqual(titles("zebra"), ["A zebra"])

    def test_index_and_remove_do_what_they_say(self):
        article = make_article(title="A zebra")
        titles("zebra")
        search.remove(article)
        self.assertEqual(titles("zebra"), [])
        search.index(article)
        search.index(article)
        self.assertEqual(titles("zebra"), ["A zebra"])
        search.index(make_topic())

    def test_only_the_best_thousand_are_counted(self):
        rows = [Article(title=f"Zebra {n}", slug=f"z{n}", state="public", publish_at=clock.now()) for n in range(1_010)]
        Article.objects.bulk_create(rows)
        make_university(name_en="University of the Zebra")
        call_command("rebuild_search", verbosity=0)
        results = search.query("zebra", language="en", limit=5)
        self.assertEqual((results.total, results.is_capped), (1_000, True))
        self.assertEqual(counts(results, "kind")["university"], 1)
        self.assertEqual(len(search.query("zebra", language="en", offset=990).hits), 10)


class RebuildTests(TestCase):
    def test_everything_is_written_anew_and_what_is_lost_goes(self):
        make_article(title="A zebra", lead="Stripes.")
        gone = make_article(title="A gnu")
        titles("zebra")
        Article.objects.filter(pk=gone.pk)._raw_delete("default")
        Article.objects.update(title="An okapi")
        call_command("rebuild_search", verbosity=0)
        self.assertEqual(titles("okapi"), ["An okapi"])
        self.assertEqual(titles("gnu OR zebra"), [])
        self.assertEqual(vocabulary.everything() & {"zebra", "gnu", "okapi"}, {"okapi"})

    def test_readers_find_everything_meanwhile(self):
        for number in range(3):
            make_article(title=f"A zebra {number}")
        titles("zebra")
        found = []
        rebuild(lambda done, total: found.append(len(titles("zebra"))))
        self.assertEqual(set(found), {3})

    def test_the_command_tells_when_it_is_done(self):
        out = StringIO()
        call_command("rebuild_search", stdout=out)
        self.assertIn("complete", out.getvalue())


class CommitTests(TransactionTestCase):
    def test_a_commit_is_enough(self):
        make_article(title="A zebra", publish_at=clock.now() - timedelta(days=1))
        self.assertEqual(Entry.objects.get().title, "A zebra")
        with self.assertRaises(KeyError), transaction.atomic():
            make_article(title="A gnu")
            raise KeyError
        self.assertEqual(titles("gnu"), [])
        self.assertEqual(titles("zebra"), ["A zebra"])
        self.assertFalse(connection.in_atomic_block)
