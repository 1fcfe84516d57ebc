"""Files of many records: a few queries for each chunk, and the same rows whatever the size of a chunk."""

import json
from unittest.mock import patch

from django.db import connection
from django.db.utils import OperationalError
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from partners.exports import datasets
from tests.costs import ANY_REQUEST
from tests.factories import make_agreement, make_field, make_laboratory, make_university


def fill(amount: int) -> None:
    for _each in range(amount):
        whole = make_university()
        part = make_university(kind="faculty", parent=whole)
        agreement = make_agreement(parties=(whole, part), fields=[make_field()])
        agreement.relations.create(other=make_agreement(renews=agreement))
        make_laboratory(host=part, partners=[whole], fields=[make_field()]).agreements.add(agreement)


class SizeTests(TestCase):
    QUERIES = {"universities.geojson": 3, "labs.json": 6, "agreements.csv": 9}  # of a file of one chunk

    def read(self, file: str):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            content = b"".join(self.client.get(f"/partners/{file}").streaming_content)
        return len(queries), content

    def test_queries_do_not_grow_with_the_records_of_a_chunk(self):
        for amount in (3, 30):
            fill(amount)
            for file, queries in self.QUERIES.items():
                with self.subTest(file, amount=amount):
                    self.assertEqual(self.read(file)[0], queries + ANY_REQUEST)

    def test_chunks_hold_every_record_once_and_in_order(self):
        fill(5)
        whole = {file: json.loads(self.read(file)[1])["records"] for file in ("universities.json", "agreements.json")}
        with patch.object(datasets, "CHUNK", 3):
            for file, records in whole.items():
                self.assertEqual(json.loads(self.read(file)[1])["records"], records)

    def test_what_goes_wrong_goes_wrong_before_the_answer_begins(self):
        fill(1)
        with (
            patch.object(datasets.Dataset, "public", side_effect=OperationalError),
            self.assertRaises(OperationalError),
        ):
            self.client.get("/partners/agreements.csv")
