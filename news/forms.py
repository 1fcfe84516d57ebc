from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as _

from news.models import Article
from opendoors.content.desk import RevisableForm
from opendoors.content.forms import PictureUploadMixin
from opendoors.content.richtext import richtext_field
from opendoors.content.slugs import slug_from
from partners.forms.records import KeepsChosen


class CorrectionsField(forms.CharField):
    """Corrections as lines of a date and a text; the value is a list of `{"on": "YYYY-MM-DD", "text": ...}`."""

    widget = forms.Textarea(attrs={"rows": 3, "placeholder": "2026-03-03 …"})

    def prepare_value(self, value):
        if isinstance(value, str) or value is None:
            return value
        return "\n".join(f"{correction['on']} {correction['text']}" for correction in value)

    def to_python(self, value):
        return [self._correction(line) for line in super().to_python(value).splitlines() if line.strip()]

    def has_changed(self, initial, data):
        return (self.prepare_value(initial) or "").split() != (data or "").split()

    def _correction(self, line: str) -> dict[str, str]:
        day, _space, text = line.strip().partition(" ")
        try:
            date.fromisoformat(day)
        except ValueError:
            text = ""
        if not text.strip():
            message = _("Write each correction as a date and a text, for instance: 2026-03-03 The date was wrong.")
            raise ValidationError([message, _("This line is not: %(line)s") % {"line": line}])
        return {"on": day, "text": text.strip()}


class ArticleForm(PictureUploadMixin, KeepsChosen, RevisableForm):
    body = richtext_field(label=_("Text"), required=False)
    corrections = CorrectionsField(
        label=_("Corrections"),
        required=False,
        help_text=_("Shown to readers. One on each line: the date as YYYY-MM-DD, then what was corrected."),
    )
    translation_of = forms.CharField(
        label=_("Translation of"),
        required=False,
        help_text=_("The address of the same article in the other language, for instance /news/rules-for-2027/."),
    )

    class Meta:
        model = Article
        fields = "__all__"  # which of them a person may edit is the admin's decision

    def chosen_before(self, name, field):
        """The newest draft's links, which the row itself may not have yet."""
        drafted = getattr(self.instance, "draft_relations", {})
        return drafted[name] if name in drafted else super().chosen_before(name, field)

    def clean_translation_of(self):
        address = self.cleaned_data["translation_of"].strip()
        article = article_at(address) if address else None
        if address and article is None:
            raise ValidationError(_("There is no article at this address."))
        return article

    def clean(self):
        cleaned = super().clean()
        language = cleaned.get("language", self.instance.language)
        others = Article.objects.in_language(language).besides(self.instance)
        slug = cleaned.get("slug") or slug_from(cleaned.get("title", ""))
        if others.with_slug(slug).exists():
            self.add_error("slug", _("Another article in this language has this address: %s") % slug)
        original = cleaned.get("translation_of")
        if original and original.pk != self.instance.pk:
            self.instance.translation_key = original.translation_key
            if original.language == language or others.translations_of(self.instance).exists():
                self.add_error("translation_of", _("That article already has a text in this language."))
        return cleaned


def article_at(address: str) -> Article | None:
    """The article whose public address this is, with or without the host; drafts included."""
    path = "/" + address.partition("://")[2].partition("/")[2] if "://" in address else address
    try:
        match = resolve(path)
    except Resolver404:
        return None
    if match.view_name != "news:article-detail":
        return None
    language = "ru" if path.startswith("/ru/") else "en"
    return Article.objects.in_language(language).with_slug(match.kwargs["slug"]).not_in_bin().first()
