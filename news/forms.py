from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.forms.widgets import Script
from django.utils.translation import gettext_lazy as _

from news.models import Article
from news.models.articles import LINKS
from news.models.scope import edits_all
from news.recognition import KEY, TEXTS, RecognisedField, named_partners, told
from opendoors.content.desk import AddressedForm
from opendoors.content.forms import PictureUploadMixin
from opendoors.content.richtext import richtext_field
from partners.forms.records import KeepsChosen


class CorrectionsWidget(forms.Textarea):
    """Lines of a date and a text; a script shows each as a row of two boxes."""

    def __init__(self):
        words = {"day": _("Date"), "text": _("What was corrected"), "add": _("Add a correction"), "remove": _("Remove")}
        data = {f"data-{name}": told for name, told in words.items()}
        super().__init__({"rows": 3, "placeholder": "2026-03-03 …", "data-corrections": True, **data})

    class Media:
        js = (Script("js/correction-rows.js", type="module"),)


class CorrectionsField(forms.CharField):
    """The value is a list of `{"on": "YYYY-MM-DD", "text": ...}`."""

    widget = CorrectionsWidget

    def prepare_value(self, value):
        if isinstance(value, str) or value is None:
            return value
        return "\n".join(f"{correction['on']} {correction['text']}" for correction in value)

    def to_python(self, value):
        text = super().to_python(value)
        self.run_validators(text)  # of text: Django would run them over the list
        return [self._correction(line) for line in text.splitlines() if line.strip()]

    def has_changed(self, initial, data):
        return (self.prepare_value(initial) or "").split() != (data or "").split()

    def _correction(self, line: str) -> dict[str, str]:
        day, _space, text = line.strip().partition(" ")
        try:
            on = datetime.strptime(day, "%Y-%m-%d").date().isoformat()
        except ValueError:
            on = ""
        if not on or not text.strip():
            message = _("Write each correction as a date and a text, for instance: 2026-03-03 The date was wrong.")
            raise ValidationError([message, _("This line is not: %(line)s") % {"line": line}])
        return {"on": on, "text": text.strip()}


class ArticleForm(PictureUploadMixin, KeepsChosen, AddressedForm):
    body = richtext_field(label=_("Text"), required=False)
    corrections = CorrectionsField(
        label=_("Corrections"),
        required=False,
        help_text=_("Shown to readers: when and what was corrected."),
    )
    recognised = RecognisedField(
        label=_("Found in the text"),
        required=False,
        help_text=_("Partners that the text names. Nothing is linked before you say so."),
    )

    class Meta(AddressedForm.Meta):
        model = Article
        fields = "__all__"  # which of them a person may edit is the admin's decision

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "recognised" in self.fields:
            self.fields["recognised"].widget.find = self.find_partners

    def find_partners(self) -> tuple[list[dict], set[str]]:
        """What the text of this form names, and the keys of what this form links already."""
        texts = {name: self[name].value() or "" for name in TEXTS if name in self.fields}
        rows = {name: self[name].value() or () for name in LINKS.values() if name in self.fields}
        linked = {f"{name}:{getattr(row, 'pk', row)}" for name, chosen in rows.items() for row in chosen}
        return [told(proposal) for proposal in named_partners(texts, self.user)], linked

    def chosen_before(self, name, field):
        """The newest draft's links, which the row itself may not have yet."""
        drafted = getattr(self.instance, "draft_relations", {})
        return drafted[name] if name in drafted else super().chosen_before(name, field)

    def _settle_owner(self, cleaned: dict) -> None:
        """Who belongs to universities gives articles to these; only the association's staff makes articles of none."""
        is_settled = self.instance.pk and "owner" not in self.changed_data
        if is_settled or cleaned.get("owner", True) or edits_all(self.user):
            return
        own = [membership.university for membership in self.user.staff_memberships.select_related("university")]
        if self.instance.pk or len(own) > 1:
            self.add_error("owner", _("Please choose one of your universities."))
        elif own:
            cleaned["owner"] = own[0]

    def clean(self):
        cleaned = super().clean()
        self._link_accepted(cleaned)
        self._settle_owner(cleaned)
        return cleaned

    def _link_accepted(self, cleaned: dict) -> None:
        """Accepted proposals join what was chosen by hand; both end where this person's view ends."""
        accepted = [KEY.fullmatch(key).groups() for key in cleaned.get("recognised", ())]
        for name in {name for name, _key in accepted} & cleaned.keys():
            rows = self.fields[name].queryset.filter(pk__in=[key for field, key in accepted if field == name])
            cleaned[name] = list(dict.fromkeys([*cleaned[name], *rows]))
            # The history tells what has changed of the article, not in which box.
            self.changed_data = list(dict.fromkeys([*self.changed_data, name]))
        self.changed_data = [name for name in self.changed_data if name != "recognised"]
