"""“Why is it not visible?”: each condition of the rule for a language and a moment, and where visitors find it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from opendoors.content import clock
from opendoors.content.desk.reasons import Reason, Reasons, Way, told_moment
from opendoors.content.publishing import YEARS
from opendoors.content.surfaces import NOT_PUBLIC, Place, Surface

LANGUAGES = dict(settings.LANGUAGES)
WRITTEN = "%Y-%m-%dT%H:%M:%S"  # as browsers send a moment


@dataclass(frozen=True)
class Told:
    """A page as this person is told of it; `mend_url` is the form of what keeps the text off it."""

    place: Place
    label: Any
    mend_url: str = ""

    @property
    def why(self) -> Any:
        """What keeps the text off this page in particular."""
        return "" if self.place.why == NOT_PUBLIC else self.place.why


class MomentInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self):
        super().__init__(attrs={"step": 1}, format=WRITTEN)


class QuestionForm(forms.Form):
    """Which language and moment are asked about; a moment left empty is now."""

    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES, required=False)
    moment = forms.DateTimeField(label=gettext_lazy("Moment"), required=False, widget=MomentInput)

    def clean_moment(self) -> datetime | None:
        moment = self.cleaned_data["moment"]
        if moment and moment.year not in YEARS:
            raise forms.ValidationError(_("Please check the year."))
        return moment


class Visibility:
    """Part of `RevisableAdmin`, which says where visitors may find a text and which texts it has in which language."""

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_visibility"
        view = self.admin_site.admin_view(self.visibility_view)
        return [path("<path:object_id>/visibility/", view, name=name), *super().get_urls()]

    def texts_of(self, content: Any) -> dict[str, Any]:
        """The row of each language that the content has."""
        return {getattr(content, "language", settings.LANGUAGE_CODE): content.live}

    def translation_way(self, request: HttpRequest, content: Any, language: str) -> Way | None:
        """Where this person adds a text in a language that it does not have, if they may."""
        return None

    def places_of(self, content: Any, today: datetime) -> list[tuple[Surface, list[Place]]]:
        """The pages where visitors may find a row, as of `clock.now()`; `today` is when it is asked."""
        return []

    def notes_of(self, request: HttpRequest, content: Any, told: Reasons) -> list[Reason]:
        """What else there is to say of a text, whether visitors find it or not."""
        return [note for note in (told.change_to_come(), told.draft_beside(), told.gate()) if note]

    def why_link(self, content: Any) -> str:
        """For the list: what visitors do not find leads to the reason."""
        if content.is_public:
            return ""
        url, told = self._url("visibility", content), _("Why is it not visible?")
        return format_html('<a class="desk-why" href="{}">{}</a>', url, told)

    def visibility_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        content = self._of(request, object_id)
        texts = self.texts_of(content)
        own = next(language for language, row in texts.items() if row.pk == content.pk)
        form = QuestionForm(request.GET or None, initial={"language": own})
        asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
        language, now = asked.get("language") or own, clock.now()
        moment = asked.get("moment") or now
        with clock.at(moment):
            answer = Answer(self, request, content, now).about(language, texts.get(language))
        title = _("Where is it visible?") if answer["is_public"] else _("Why is it not visible?")
        about = {
            "form": form,
            "language": LANGUAGES[language],
            "asked_language": language,
            "moment": told_moment(moment),
            "is_now": "moment" not in asked or not asked["moment"],
            "is_past": moment < now,
        }
        return self._show(request, "visibility", content, title, **about, **answer)


class Answer:
    """For one person about one content, as of `clock.now()`."""

    def __init__(self, admin: Any, request: HttpRequest, content: Any, today: datetime):
        self.admin, self.request, self.content, self.today = admin, request, content, today

    def about(self, language: str, row: Any) -> dict[str, Any]:
        """`row` is its text in that language, if there is one."""
        if row is None:
            way = self.admin.translation_way(self.request, self.content, language)
            missing = Reason(_("There is a text in this language"), False, ways=(way,) if way else ())
            return {"is_public": False, "reasons": [missing], "first": missing}
        same = row.pk == self.content.pk
        subject = self.content if same else self.admin.get_object(self.request, str(row.pk))
        if subject is None:
            return self._of_others(row)
        told = Reasons(self.admin, self.request, subject)
        reasons = [Reason(_("There is a text in this language"), True), *told]
        return {
            "is_public": subject.live.is_public,
            "reasons": reasons,
            "first": next((reason for reason in reasons if not reason.holds), None),
            "other": None if same else subject,
            "notes": self.admin.notes_of(self.request, subject, told),
            "places": self._places(self.admin.places_of(subject.live, self.today)),
            "begins": _asked(language, subject.live.publish_at) if subject.live.is_scheduled else "",
        }

    def _of_others(self, row: Any) -> dict[str, Any]:
        """A text that this person does not find in the admin: no more than visitors have learnt by today."""
        with clock.at(min(clock.now(), self.today)):
            is_public = row.is_public
        written = Reason(_("There is a text in this language"), True, _("Others write it."))
        public = Reason(_("It is public"), is_public)
        first = None if is_public else public
        return {"is_public": is_public, "reasons": [written, public], "first": first}

    def _places(self, found: list[tuple[Surface, list[Place]]]) -> list[tuple[Surface, list[Told]]]:
        """A record that this person does not find in the admin is told without its name."""
        records = [place.record for _surface, places in found for place in places if place.record]
        urls = {record: url for model in {*map(type, records)} for record, url in self._forms(model, records)}
        return [(surface, [_told(place, urls) for place in places]) for surface, places in found]

    def _forms(self, model: type[Model], records: list[Model]) -> Iterator[tuple[Model, str]]:
        """Those of the records that this person finds in the admin, and where."""
        site = self.admin.admin_site
        admin = site._registry.get(model)
        if admin is None or not admin.has_view_permission(self.request):
            return
        name = f"{site.name}:{model._meta.app_label}_{model._meta.model_name}_change"
        keys = [record.pk for record in records if type(record) is model]
        for record in admin.get_queryset(self.request).filter(pk__in=keys):
            yield record, reverse(name, args=[record.pk])


def _told(place: Place, urls: dict[Model, str]) -> Told:
    if place.record is None or place.record in urls:
        return Told(place, place.label, urls.get(place.record, ""))
    kind = capfirst(place.record._meta.verbose_name)
    return Told(place, _("%(kind)s that you may not open") % {"kind": kind})


def _asked(language: str, moment: datetime) -> str:
    """The question about another moment, as the form sends it: in whole seconds, and none too early."""
    moment += timedelta(seconds=moment.microsecond > 0)
    return f"?{urlencode({'language': language, 'moment': localtime(moment).strftime(WRITTEN)})}"
