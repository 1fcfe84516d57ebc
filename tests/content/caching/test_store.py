"""Memory has a bound, and what is asked for stays."""

from django.test import SimpleTestCase

from opendoors.content.caching.entries import Entry
from opendoors.content.caching.store import Store

KB = 1024


def entry(kilobytes, generation=1):
    return Entry(generation, 10.0, [], b"x" * kilobytes * KB, "tag", 0, "", None)


class StoreTests(SimpleTestCase):
    def test_it_never_holds_more_than_it_may(self):
        store = Store(most=1000 * KB)
        for number in range(500):
            store.put(number, entry(20))
            self.assertLessEqual(store.size, 1000 * KB)
        self.assertEqual(len(store), 1000 * KB // entry(20).size)
        self.assertEqual(store.size, len(store) * entry(20).size)

    def test_what_is_asked_for_stays(self):
        store = Store(most=1000 * KB)
        for number in range(500):
            store.put(number, entry(20))
            if asked := store.get(0):
                asked.used = True
        self.assertIsNotNone(store.get(0))
        self.assertIsNone(store.get(1))

    def test_pages_of_an_older_generation_go_first(self):
        store = Store(most=1000 * KB)
        for number in range(20):
            store.put(number, entry(20))
        for number in range(100, 120):
            store.put(number, entry(20, generation=2))
        self.assertTrue(all(store.get(number) for number in range(100, 120)))

    def test_anew_in_its_place(self):
        store = Store(most=1000 * KB)
        for _each in range(1000):
            store.put("home", entry(20))
        self.assertEqual((len(store), store.size), (1, entry(20).size))

    def test_what_is_larger_than_all_of_it(self):
        store = Store(most=100 * KB)
        store.put("small", entry(1))
        store.put("large", entry(200))
        self.assertIsNone(store.get("large"))
        self.assertLessEqual(store.size, 100 * KB)
