"""What of the libraries' static files is not worth, or not safe, to serve."""

from django.contrib.staticfiles.apps import StaticFilesConfig

# The editor works without these (`content/richtext/editor.py`).
REMOVED_PLUGINS = (
    *("exportpdf", "flash", "iframe", "forms", "scayt", "wsc", "smiley", "print", "newpage", "save", "preview"),
    *("templates", "codesnippetgeshi", "font", "colorbutton", "div", "about", "stylesheetparser", "image"),
)
_EDITOR = "ckeditor/ckeditor"


class LeanStaticFilesConfig(StaticFilesConfig):
    """Leaves out the editor's plugins that are off, its second skin, its samples and every HTML page of a library.

    An HTML file of somebody else on our own address is a way round the security policy.
    """

    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        "*.html",
        f"{_EDITOR}/*.md",
        f"{_EDITOR}/adapters/*",
        f"{_EDITOR}/skins/moono/*",
        f"{_EDITOR}/*.json",
        f"{_EDITOR}/build-config.js",
        "ckeditor/galleriffic/*",
        "ckeditor/file-icons/*",
        *(f"{_EDITOR}/plugins/{plugin}/*" for plugin in REMOVED_PLUGINS),
    ]
