"""Whatever a page that is kept was made of is heard of when it is written."""

import re

from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from opendoors.content import changes
from opendoors.content.caching.kept import MAY_BE_KEPT
from tests.test_site import OPEN, TABLE, SiteCase, read_to_the_end

TABLES = re.compile(r'(?:FROM|JOIN) "(\w+)"')
# Read by pages, and no part of what they say.
ELSEWHERE = {
    "django_content_type": "names of models: they change with the code",
    "content_scheduledchange": "asked whether anything is due, before a page is made",
    "content_polled": "notes since when a file says what it says",
}


class WatchedTests(SiteCase):
    def test_every_table_that_a_kept_page_reads(self):
        models = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
        read: dict[str, str] = {}
        kept = 0
        for name, answers in TABLE.items():
            if answers is not OPEN:
                continue
            for prefix in ("", "/ru"):
                path = prefix + self.address_of(name)
                with CaptureQueriesContext(
                    connection,
                ) as queries:
                    response = self.client.get(path, **{MAY_BE_KEPT: True})
                read_to_the_end(response)
                if getattr(response, "may_be_kept", False):
                    kept += 1
                    read |= {table: path for query in queries for table in TABLES.findall(query["sql"])}
        self.assertGreater(kept, 30)
        self.assertGreater(len(read), 15)
        unheard = {t: path for t, path in read.items() if t not in ELSEWHERE and not changes.is_watched(models[t])}
        self.assertEqual(unheard, {})
