from contextlib import suppress
from dataclasses import dataclass
from html import escape
from typing import Any

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.sessions.backends.base import UpdateError
from django.db import connection, models, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from opendoors.content.desk.forms import IS_KEY, RevisableForm
from opendoors.content.desk.people import told_changes
from opendoors.content.merging import FieldClash
from opendoors.content.publishing import State
from opendoors.content.richtext import render_compared

SENT = "desk_sent"  # in the session: what was saved last from which form, and as which revision
REMEMBERED = 30  # forms


@dataclass(frozen=True)
class Shown:
    """A clash as the form asks it."""

    name: str
    label: str
    mine: SafeString
    theirs: SafeString
    base: SafeString
    can_be_both: bool
    chosen: str


class Merging:
    """Part of `RevisableAdmin`: a save that meets another one is put together with it, or asks what should stay.

    The row is locked from the moment a sent form is read until it is kept: of two saves one is always the first.
    """

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """A form that has made something already, sent twice or after the back button, goes on with that.

        Two clicks in one moment make it one after the other: each waits for the row of who is signed in.
        """
        if object_id is not None or "_form" not in request.POST:
            return super().changeform_view(request, object_id, form_url, extra_context)
        with transaction.atomic():
            clicking = get_user_model().objects.select_for_update(no_key=True).filter(pk=request.user.pk)
            clicking.values_list("pk").first()
            made = self._sent(request).get(request.POST["_form"], [None])[0]
            if made and self.get_queryset(request).filter(pk=made).exists():
                object_id = str(made)
            return super().changeform_view(request, object_id, form_url, extra_context)

    def _sent(self, request: HttpRequest) -> dict[str, list[int]]:
        """As the session says now, and not when this request began."""
        sent = type(request.session)(request.session.session_key).get(SENT, {})
        if sent != request.session.get(SENT, {}):
            request.session[SENT] = sent
        return sent

    def get_object(self, request, object_id, from_field=None):
        if request.method == "POST" and connection.in_atomic_block and IS_KEY(object_id):
            self.model._base_manager.select_for_update().filter(pk=object_id).values_list("pk").first()
        content = super().get_object(request, object_id, from_field)
        # Binned while somebody was writing: what was written is kept with it, and nothing else is done.
        request.is_late = bool(content and content.deleted_at and "_based_on" in request.POST)
        return content

    def has_change_permission(self, request, obj=None):
        """What is in the bin is only read."""
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or not obj.deleted_at or getattr(request, "is_late", False))

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        form.sent_before = request.session.get(SENT, {})
        return form

    def keep(self, request: HttpRequest, content: Any, form: RevisableForm, note: str = "") -> None:
        """Save the draft that the form holds, unless another request has saved the very same before."""
        if not (form.changes_nothing or ("_review" in request.POST and form.is_kept)):
            newest = form.newest.pk if form.newest else None
            content.save_draft(by=request.user, relations=form.relations(), note=note, based_on=newest)
        if form.has_new_state:
            self._tell_state(request, content)
        if form.merged_since or form.has_unseen:
            self._tell(request, content, form)
        else:
            sent = {**request.session.get(SENT, {}), form.name: [content.pk, content.latest_revision_id]}
            request.session[SENT] = dict([*sent.items()][-REMEMBERED:])
            if form.newest is None:
                # Together with what was made: the second of two clicks must find both or neither.
                with suppress(UpdateError):  # signed out meanwhile, in another window
                    request.session.save()

    def _tell(self, request: HttpRequest, content: Any, form: RevisableForm) -> None:
        others = content.revisions.filter(pk__gt=form.merged_since or 0, pk__lte=form.newest.pk)
        who = told_changes(others, request.user)
        told = _("Saved together with the changes of %(who)s.") % {"who": who}
        if form.has_unseen and "_publish" in request.POST:
            reason = _("It is not published: read the text as it is now, then press the button again.")
            messages.warning(request, f"{told} {reason}")
        else:
            messages.info(request, told)

    def _tell_state(self, request: HttpRequest, content: Any) -> None:
        told = [_("While you were writing, its status changed: %(status)s.") % {"status": content.get_state_display()}]
        if content.withdrawal_reason:
            told.append(_("Reason: %(reason)s") % {"reason": content.withdrawal_reason})
        if "_publish" in request.POST and content.state == State.WITHDRAWN:
            told.append(_("Your text is kept as a draft. If it should be public again, press the button again."))
        messages.warning(request, " ".join(told))

    def may_go_on(self, request: HttpRequest, content: Any, form: RevisableForm) -> bool:
        """Whether to publish at once: not words that nobody here has read, nor what was withdrawn meanwhile."""
        return not form.has_unseen and not (form.has_new_state and content.state == State.WITHDRAWN)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        form = context["adminform"].form
        if isinstance(form, RevisableForm) and form.question:
            context |= self._asked(request, form)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _asked(self, request: HttpRequest, form: RevisableForm) -> dict[str, Any]:
        question, content = form.question, form.instance
        others = content.revisions.filter(pk__gt=question.since or 0, pk__lte=question.newest)
        if question.since is None:
            others = content.revisions.filter(pk=question.newest)
        choices = form.choices
        return {
            "who_saved": told_changes(others, request.user),
            "clashes": [self._shown(clash, choices) for clash in question.clashes],
            "left_open": "_asked" in request.POST and len(choices) < len(question.clashes),
        }

    def _shown(self, clash: FieldClash, choices: dict[str, str]) -> Shown:
        field = self.opts.get_field(clash.field)
        is_prose = clash.field in self.model.prose_fields
        mine, theirs, base = (
            value if is_prose else _as_html(field, value) for value in (clash.mine, clash.theirs, clash.base)
        )
        compared = render_compared(mine, theirs)
        return Shown(
            clash.name,
            capfirst(str(field.verbose_name)),
            *compared,
            render_compared(base, base)[0],
            clash.can_be_both,
            choices.get(clash.name, ""),
        )


def _as_html(field: models.Field, value: Any) -> str:
    """A value of a field that is no rich text, as it would be told in one."""
    if value in (None, "", []):
        return ""
    if isinstance(value, bool):
        return f"<p>{_('Yes') if value else _('No')}</p>"
    if isinstance(field, models.DateTimeField):
        value = date_format(timezone.localtime(field.to_python(value)), "DATETIME_FORMAT")
    elif field.is_relation:
        keys = value if isinstance(value, list) else [value]
        rows = field.related_model._base_manager.in_bulk(keys)
        value = "\n".join(str(rows[key]) for key in keys if key in rows)
    elif isinstance(value, list):
        value = "\n".join(" ".join(str(part) for part in item.values()) for item in value)
    return "".join(f"<p>{escape(line)}</p>" for line in str(value).splitlines() if line.strip())
