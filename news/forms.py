from datetime import datetime
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core.exceptions import ValidationError
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from news.models import Article
from news.models.articles import LINKS
from news.models.scope import edits_all
from news.recognition import KEY, TEXTS, RecognisedField, named_partners, told
from opendoors.content.desk import TranslatableForm
from opendoors.content.forms import PictureUploadMixin
from opendoors.content.publishing import State
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


class ArticleForm(PictureUploadMixin, KeepsChosen, TranslatableForm):
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

    recognised = RecognisedField(
        label=_("Found in the text"),
        required=False,
        help_text=_("Partners that the text names. Nothing is linked before you say so."),
    )

    original: Article | None = None  # of a new translation, where its writer decides about the words alone

    class Meta:
        model = Article
        fields = "__all__"  # which of them a person may edit is the admin's decision
        error_messages = {"slug": {"invalid": _("Only Latin letters, digits and hyphens can stand in an address.")}}

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

    def clean_translation_of(self):
        address = self.cleaned_data["translation_of"].strip()
        article = article_at(address, self.user) if address else None
        if address and article is None:
            raise ValidationError(_("There is no article at this address."))
        if article and not Article.objects.translatable_by(self.user).contains(article):
            raise ValidationError(_("This article belongs to others: please ask its editors to link it."))
        return article

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

    def original_of(self, cleaned):
        return super().original_of(cleaned) or self.original or cleaned.get("translation_of")

    def clean(self):
        cleaned = super().clean()
        self._link_accepted(cleaned)
        self._settle_owner(cleaned)
        language = cleaned.get("language", self.instance.language)
        others = Article.objects.in_language(language).besides(self.instance)
        slug = cleaned.get("slug") or slug_from(cleaned.get("title", ""))
        if "title" in self.errors:
            cleaned["slug"] = slug or "untitled"  # one complaint is enough
        taken = others.with_slug(slug).first()
        if taken:
            self.add_error("slug", told_taken(taken))
        if self.original:
            cleaned["translation_of"] = self.original
            self._inherit(self.original)
        original = cleaned.get("translation_of")
        if original and original.pk != self.instance.pk:
            self.instance.translation_key = original.translation_key
            if original.language == language or others.translations_of(self.instance).exists():
                where = "language" if self.original else "translation_of"
                self.add_error(where, _("That article already has a text in this language."))
            elif self.instance.state == State.PUBLIC and not self._may_publish():
                # Readers would see the link at once.
                self.add_error("translation_of", _("This article is public: please ask an editor to link it."))
        return cleaned

    def _may_publish(self) -> bool:
        return Article.objects.publishable_by(self.user).contains(self.instance)

    def _inherit(self, original: Article) -> None:
        """What a translation shares with its original, and its writer does not decide."""
        for name, value in original.copied(set(original.copied_fields) - self.fields.keys()).items():
            field = Article._meta.get_field(name)
            if field.many_to_many:
                self.draft_relations[name] = value
            else:
                setattr(self.instance, field.attname, value)

    def _link_accepted(self, cleaned: dict) -> None:
        """Accepted proposals join what was chosen by hand; both end where this person's view ends."""
        accepted = [KEY.fullmatch(key).groups() for key in cleaned.get("recognised", ())]
        for name in {name for name, _key in accepted} & cleaned.keys():
            rows = self.fields[name].queryset.filter(pk__in=[key for field, key in accepted if field == name])
            cleaned[name] = list(dict.fromkeys([*cleaned[name], *rows]))
            # The history tells what has changed of the article, not in which box.
            self.changed_data = list(dict.fromkeys([*self.changed_data, name]))
        self.changed_data = [name for name in self.changed_data if name != "recognised"]


def told_taken(article: Article) -> str:
    if not article.deleted_at:
        return _("Another article in this language has this address: %s") % article.slug
    until = date_format(localtime(article.kept_until), "DATETIME_FORMAT")
    told = _(
        "An article in the bin keeps this address until %(until)s: %(slug)s. Choose another one, "
        "or restore that article and change its address."
    )
    return told % {"until": until, "slug": article.slug}


def article_at(address: str, user: AbstractBaseUser | AnonymousUser) -> Article | None:
    """The article that `user` finds at this address, in whatever language the admin speaks and with or without host."""
    try:
        path = urlsplit(address).path.rstrip("/") + "/"
        language = translation.get_language_from_path(path) or settings.LANGUAGE_CODE
        with translation.override(language):
            match = resolve(path)
    except (ValueError, Resolver404):
        return None
    if match.view_name != "news:article-detail":
        return None
    return Article.objects.in_language(language).with_slug(match.kwargs["slug"]).visible_to(user).first()
