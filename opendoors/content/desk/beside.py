"""The original beside the boxes of its translation's form: read only, by fields, the text by its blocks."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from opendoors.content.models import Revision
from opendoors.content.originals import Translatable
from opendoors.content.revisions import sound
from opendoors.content.richtext import render_blocks

NAMES = dict(settings.LANGUAGES)


@dataclass(frozen=True)
class Part:
    """A block or a line of the original; `is_changed` says that the text that was translated had another."""

    text: str | SafeString
    tag: str = "p"
    is_changed: bool = False


class Beside(forms.Widget):
    """Another widget with a text beside it: whatever is asked is asked of that widget."""

    def __init__(self, widget: forms.Widget, shown: dict[str, Any]):
        super().__init__(widget.attrs)
        self.widget, self.shown = widget, shown

    def render(self, name, value, attrs=None, renderer=None):
        own = self.widget.render(name, value, attrs, renderer)
        return render_to_string("admin/content/_beside.html", {**self.shown, "name": name, "own": own})

    def id_for_label(self, id_):
        return self.widget.id_for_label(id_)

    def use_required_attribute(self, initial):
        return self.widget.use_required_attribute(initial)

    def value_from_datadict(self, data, files, name):
        return self.widget.value_from_datadict(data, files, name)

    def value_omitted_from_data(self, data, files, name):
        return self.widget.value_omitted_from_data(data, files, name)

    @property
    def media(self):
        return self.widget.media


def put_beside(form: forms.ModelForm, original: Translatable, known: Revision | None) -> None:
    """Into a form that is about to be shown. `known` is the revision that the translation follows."""
    newest = original.text_revision
    if newest is None:
        return
    old = sound(known.snapshot) if known is not None and known.digest != newest.digest else None
    for name in original.text_fields:
        parts = _parts(original, name, sound(newest.snapshot), old) if name in form.fields else []
        if parts:
            language = {"language": original.language, "language_name": _(NAMES[original.language])}
            shown = {"parts": parts, "is_prose": name in original.prose_fields, **language}
            form.fields[name].widget = Beside(form.fields[name].widget, shown)


def _parts(original: Translatable, name: str, new: dict[str, Any], old: dict[str, Any] | None) -> list[Part]:
    value = new.get(name) or ""
    if name in original.prose_fields:
        before = {key for _tag, key, _html in render_blocks(str(old.get(name) or ""))} if old is not None else None
        blocks = render_blocks(str(value))
        return [Part(html, tag, before is not None and key not in before) for tag, key, html in blocks]
    is_changed = old is not None and (old.get(name) or "") != value
    lines = [" ".join(map(str, item.values())) for item in value] if isinstance(value, list) else value.splitlines()
    return [Part(line, "p", is_changed) for line in lines if line.strip()]
