from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from django.core.management import call_command
from django.test import SimpleTestCase
from whitenoise.storage import CompressedManifestStaticFilesStorage

from opendoors.content.static_files import REMOVED_PLUGINS

STORAGE = "django.contrib.staticfiles.management.commands.collectstatic.staticfiles_storage"


class CollectStaticTests(SimpleTestCase):
    """One collection as production does it, looked at from all sides: it takes seconds."""

    def test_editor_finds_what_it_needs_and_nothing_else_is_served(self):
        with TemporaryDirectory() as folder:
            with patch(STORAGE, CompressedManifestStaticFilesStorage(location=folder, base_url="/static/")):
                call_command("collectstatic", interactive=False, stdout=StringIO())
            root = Path(folder)
            editor = root / "ckeditor" / "ckeditor"
            for name in [
                *["ckeditor.js", "config.js", "styles.js", "contents.css", "lang/en.js", "lang/ru.js"],
                *["skins/moono-lisa/editor.css", "skins/moono-lisa/dialog.css", "skins/moono-lisa/icons.png"],
                *[f"plugins/{name}/plugin.js" for name in ("autogrow", "autolink", "image2", "uploadimage")],
                *["plugins/link/dialogs/link.js", "plugins/table/dialogs/table.js", "plugins/image2/dialogs/image2.js"],
                *["plugins/pastefromword/filter/default.js", "plugins/specialchar/dialogs/specialchar.js"],
            ]:
                self.assertTrue((editor / name).exists(), name)
            self.assertEqual([str(path) for path in root.rglob("*.html")], [])
            self.assertEqual([name for name in REMOVED_PLUGINS if (editor / "plugins" / name).exists()], [])
            self.assertFalse((editor / "skins" / "moono").exists())
            self.assertTrue((root / "js" / "editor-upload.js").exists())
