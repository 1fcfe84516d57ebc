"""The form field with the editor: the only place that names CKEditor. To change the editor, change this file.

CKEditor 4.22.1 has open advisories that will not be mended. It is therefore trusted with nothing: what it sends is
cleaned before it is stored, and what it is given was cleaned before.
"""

from collections.abc import Callable
from typing import Any

from ckeditor.widgets import CKEditorWidget
from csp.constants import SELF, UNSAFE_INLINE
from csp.decorators import csp_replace
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms.widgets import Script
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from opendoors.content.richtext.cleaning import clean
from opendoors.content.static_files import REMOVED_PLUGINS

MAX_LENGTH = 300_000  # characters of HTML, some 30,000 words: what a page can hold and be made at once
EXTRA_PLUGINS = ("uploadimage", "image2", "autolink", "autogrow")
CONFIG: dict[str, Any] = {
    "skin": "moono-lisa",
    "removePlugins": ",".join(REMOVED_PLUGINS),
    "extraPlugins": ",".join(EXTRA_PLUGINS),
    "format_tags": "p;h2;h3;h4;pre",
    "stylesSet": [
        {"name": _("Important"), "element": "div", "attributes": {"class": "callout"}},
        {"name": _("Deadline"), "element": "div", "attributes": {"class": "callout callout-deadline"}},
        {"name": _("Attribution of a quotation"), "element": "p", "attributes": {"class": "attribution"}},
        {"name": _("Key numbers"), "element": "ul", "attributes": {"class": "figures"}},
    ],
    "language_list": ["en:English", "ru:Русский", "zh-Hans:中文", "ar:العربية:rtl"],
    # What the buttons cannot make but a text may hold: without this the editor would drop it in silence.
    "extraAllowedContent": (
        "p h2 h3 h4 ul ol li blockquote pre code s q abbr[title]; p(attribution); span[lang,dir]; ol[start];"
        "ul(figures); dl(figures); dt dd; div(callout,callout-deadline,image-center); caption thead tbody tfoot tr;"
        "td th[colspan,rowspan,scope]; *[lang,dir]"
    ),
    "disallowedContent": "script;style;*[on*];*{*}",
    "toolbar": [
        ["Format", "Styles"],
        ["Bold", "Italic", "Subscript", "Superscript", "RemoveFormat", "Language"],
        ["NumberedList", "BulletedList", "Blockquote"],
        ["Link", "Unlink"],
        ["Image", "Table", "HorizontalRule", "SpecialChar"],
        ["PasteText", "PasteFromWord", "Undo", "Redo"],
        ["Find", "ShowBlocks", "Source", "Maximize"],
    ],
    "width": "100%",
    "height": 360,
    "autoGrow_minHeight": 360,
    "autoGrow_maxHeight": 900,
    "autoGrow_onStartup": True,
    "disableNativeSpellChecker": False,
    "entities": False,
    "clipboard_handleImages": False,
    "filebrowserUploadMethod": "xhr",
    "image2_alignClasses": ["image-left", "image-center", "image-right"],
    "image2_captionedClass": "image",
    "image2_altRequired": True,
    "linkShowAdvancedTab": False,
    "linkShowTargetTab": False,
    "versionCheck": False,
    "title": False,
    "bodyClass": "prose",
}


class EditorWidget(CKEditorWidget):
    """Knows its addresses when it is shown, because neither URLs nor static files are known when it is made."""

    template_name = "content/editor.html"

    def __init__(self, **kwargs: Any):
        super().__init__(template_name=self.template_name, **kwargs)
        self.config = dict(CONFIG)

    def get_context(self, name: str, value: Any, attrs: Any) -> dict:
        upload = reverse("content:image-upload")
        self.config |= {
            "contentsCss": [static("css/text.css")],  # the page's own: what is written looks like what is read
            "imageUploadUrl": upload,
            "filebrowserImageUploadUrl": upload,
        }
        context = super().get_context(name, value, attrs)
        context["widget"]["media_url"] = settings.MEDIA_URL
        return context

    @property
    def media(self) -> forms.Media:
        return super().media + forms.Media(
            css={"all": ["css/editor-chrome.css"]}, js=[Script("js/editor-upload.js", type="module")]
        )


class RichTextField(forms.CharField):
    widget = EditorWidget

    def clean(self, value: Any) -> str:
        if len(value or "") > MAX_LENGTH:
            raise ValidationError(_("The text is too long: with its markup, at most %d characters.") % MAX_LENGTH)
        return super().clean(clean(value or ""))


def richtext_field(**options: Any) -> forms.CharField:
    """A form field for rich text: give it to a form as you would a CharField. Its value is clean HTML."""
    return RichTextField(**options)


def relaxed_csp(view: Callable) -> Callable:
    """For views that show the editor, and no others: it writes scripts, styles and pictures into the page."""
    inline = [SELF, UNSAFE_INLINE]
    return csp_replace({"script-src": inline, "style-src": inline, "img-src": [SELF, "data:"]})(view)
