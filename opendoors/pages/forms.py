from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from opendoors.content import zones
from opendoors.content.desk import AddressedForm
from opendoors.content.gate import destinations
from opendoors.content.moments import ZonedMomentField
from opendoors.content.richtext import richtext_field
from opendoors.pages.models import Deadline, MenuItem, Page, Track


class PageForm(AddressedForm):
    body = richtext_field(label=_("Text"), required=False)

    class Meta(AddressedForm.Meta):
        model = Page
        fields = "__all__"


class MenuItemForm(forms.ModelForm):
    page_key = forms.TypedChoiceField(
        label=_("Standing page"),
        required=False,
        empty_value=None,
        help_text=_("Readers get it in their own language, or in the other one where there is no text in theirs."),
    )

    class Meta:
        model = MenuItem
        fields = ("menu", "position", "label", "page_key", "place", "address")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if "page_key" in self.fields:
            self.fields["page_key"].choices = [("", "—"), *_pages()]

    def clean_address(self):
        """A page is chosen as a page: a typed address would outlive it."""
        address = self.cleaned_data["address"]
        path = destinations.own_path(address) if address else None
        if path is None:
            return address
        page = destinations.page_at(path)
        if destinations.is_for_staff(path) or page is None:
            raise ValidationError(_("There is no page of this site at this address."))
        if page.view == Page.view:
            raise ValidationError(_("This is the address of a standing page: please choose that page instead."))
        if destinations.missing({path: page}):
            raise ValidationError(_("Visitors find nothing at this address."))
        return address


def _pages() -> list[tuple[str, str]]:
    """Each standing page once, by its titles in all languages."""
    titles: dict[str, list[str]] = {}
    for page in Page.objects.not_in_bin().for_links().in_order():
        titles.setdefault(str(page.translation_key), []).append(page.title)
    return [(key, " / ".join(names)) for key, names in titles.items()]


class DeadlineForm(forms.ModelForm):
    """The moment is typed and shown on the clocks of the zone chosen beside it, whatever zone staff live in."""

    at = ZonedMomentField(label=_("Moment"), help_text=_("The date and the time on the clocks of the zone below."))
    zone = forms.ChoiceField(label=_("Time zone"), choices=zones.choices)
    tracks = forms.MultipleChoiceField(
        label=_("Tracks"),
        choices=Track,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None: it concerns all of them."),
    )

    class Meta:
        model = Deadline
        fields = ("title", "at", "zone", "tracks", "link", "is_published")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if "at" in self.fields:
            typed = self.data.get(self.add_prefix("zone"), "") if self.is_bound else self.instance.zone
            self.fields["at"].in_zone(zones.known(typed) or ZoneInfo(settings.TIME_ZONE))
