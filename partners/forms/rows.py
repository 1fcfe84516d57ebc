"""The rows below a record: they are checked together, and told beside the row that is wrong."""

from collections.abc import Iterator

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from opendoors.content import documents
from partners.forms.records import KeepsChosen
from partners.models import AgreementRelation, University
from partners.models.agreements import SIGNED
from partners.models.documents import private_name
from partners.models.scoped import manages_all


class RowFormSet(BaseInlineFormSet):
    """`user` is whose form it is (set by the inline)."""

    user = None
    link = ""
    twice = _("This university is a party already.")

    def clean(self):
        # Asked here instead of by Django, whose answer stands above all rows.
        seen = set()
        for form, chosen in self.chosen():
            if chosen.pk in seen:
                form.add_error(self.link, self.twice)
            seen.add(chosen.pk)

    def chosen(self) -> Iterator[tuple[forms.ModelForm, object]]:
        """The rows that stay, each with what it links to."""
        for form in self.forms:
            cleaned = getattr(form, "cleaned_data", None) or {}
            if cleaned.get(self.link) and not self._should_delete_form(form):
                yield form, cleaned[self.link]


class TakesPartFormSet(RowFormSet):
    """Universities that take part in a record."""

    link = "university"

    def clean(self):
        super().clean()
        universities = [university for _form, university in self.chosen()]
        if self.instance.is_published:
            self._refuse_drafts()
        self._refuse_strangers(universities)

    def _refuse_drafts(self) -> None:
        for form, university in self.chosen():
            if not university.is_public:
                form.add_error(self.link, _("It is not published yet, and this record is."))

    def _refuse_strangers(self, universities: list[University]) -> None:
        """An officer enters what their own university takes part in."""
        if manages_all(self.user) or any(form.errors for form in self.forms):
            return
        mine = University.objects.filter(staff_memberships__user=self.user).with_parts()
        if not mine.filter(pk__in=[university.pk for university in universities]).exists():
            raise ValidationError(_("Your own university, or a part of it, has to take part."))


class PartyFormSet(TakesPartFormSet):
    def clean(self):
        super().clean()
        if self.instance.status in SIGNED and sum(1 for _row in self.chosen()) < 2:
            raise ValidationError(_("It takes two parties to sign: please leave at least two."))


class PartnerFormSet(TakesPartFormSet):
    twice = _("This university is among the partners already.")

    def clean(self):
        super().clean()
        for form, university in self.chosen():
            if university.pk == self.instance.host_id:
                form.add_error(self.link, _("This university is the host already."))

    def _refuse_strangers(self, universities):
        host = [self.instance.host] if self.instance.host_id else []
        super()._refuse_strangers([*host, *universities])


class RelationFormSet(RowFormSet):
    link = "other"
    twice = _("These two are related already.")

    def clean(self):
        super().clean()
        if not self.instance.pk:
            return
        entered_there = AgreementRelation.objects.filter(other=self.instance)
        related = set(entered_there.values_list("agreement_id", flat=True))
        for form, other in self.chosen():
            if other.pk == self.instance.pk:
                form.add_error(self.link, _("An agreement does not relate to itself."))
            elif other.pk in related:
                form.add_error(self.link, self.twice)


class RowForm(KeepsChosen):
    pass


class PartyForm(RowForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["order"].required = False

    def clean_order(self):
        return self.cleaned_data["order"] or 0


class StoredPdf(forms.FileInput):
    """A file that is there is opened, not replaced: another one is another document."""

    def render(self, name, value, attrs=None, renderer=None):
        if not getattr(value, "_committed", False) or not value:
            return super().render(name, value, attrs, renderer)
        url = reverse("partners:document", args=[value.instance.pk])
        return format_html('<a href="{}">PDF, {}</a>', url, filesizeformat(value.instance.size))


class PdfField(forms.FileField):
    def clean(self, data, initial=None):
        # Django would ask for the size of a stored file, which may have gone missing: its row has to be deletable.
        return initial if self.disabled else super().clean(data, initial)


class DocumentForm(RowForm):
    class Meta:
        field_classes = {"file": PdfField}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].widget = StoredPdf(attrs={"accept": "application/pdf"})
        self.fields["file"].disabled = bool(self.instance.pk)

    def _post_clean(self):
        """Writes the file before any row, so that a store that fails is told beside the field."""
        super()._post_clean()
        file = self.instance.file
        if self.errors or not file or file._committed:
            return
        try:
            name = documents.store(file.file, name=private_name(self.instance, ""), storage=file.storage)
        except ValidationError as error:
            self.add_error("file", error)
        else:
            self.instance.file = name
