from unittest.mock import patch

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import SimpleTestCase

from opendoors.content.stored import StorageAway, is_stored
from tests.pictures import FilesInMemory


class IsStoredTests(FilesInMemory, SimpleTestCase):
    def test_what_is_there_and_what_is_not(self):
        name = default_storage.save("images/one.jpg", ContentFile(b"x"))
        self.assertEqual(
            [is_stored(each) for each in (name, "images/two.jpg", "", "../x")], [True, False, False, False]
        )

    def test_while_the_store_is_away_nothing_is_called_missing(self):
        for error, is_there in ((StorageAway("x"), True), (OSError("x"), False)):
            with patch.object(default_storage, "exists", side_effect=error):
                self.assertEqual(is_stored("images/one.jpg"), is_there)
