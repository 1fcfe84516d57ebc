"""Who changed what and when: the list of a text's revisions and acts, two of them compared, one read whole, and the
way back to an older one. Nothing here changes what readers know: going back makes a new draft.
"""

from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import translation
from django.utils.cache import add_never_cache_headers
from django.utils.html import format_html
from django.utils.text import capfirst, get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from opendoors.content.comparison import compare
from opendoors.content.desk.forms import IS_KEY
from opendoors.content.desk.past import Past, live_label, told_moment
from opendoors.content.desk.people import told_changes
from opendoors.content.desk.telling import Teller
from opendoors.content.models import Revision
from opendoors.content.revisions import Overtaken


class History:
    """Part of `RevisableAdmin`, which says by `read_revision` how readers would see a text.

    `unrevised_fields` names what a form changes at once, in no revision, with its label: the history tells that too.
    """

    unrevised_fields: dict[str, Any] = {}

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        views = [
            ("compare/", self.compare_view, "compare"),
            ("<int:revision_id>/", self.revision_view, "revision"),
            ("<int:revision_id>/back/", self.back_view, "back"),
        ]
        paths = [
            path(f"<path:object_id>/history/{end}", self.admin_site.admin_view(view), name=f"{name}_{act}")
            for end, view, act in views
        ]
        return [*paths, *super().get_urls()]

    # ---- Views

    def history_view(self, request, object_id, extra_context=None):
        content = self._of(request, object_id)
        past = Past(content, request.GET.get("p", ""), self.unrevised_fields)
        context = {"past": past, "may_go_back": self.has_full_change_permission(request, content)}
        return self._show(request, "history", content, _("History"), **context)

    def compare_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        content = self._of(request, object_id)
        old, new = self._two(request, content)
        title = _("What changed")
        return self._show(request, "compare", content, title, **self._compared(content, old, new))

    def revision_view(self, request: HttpRequest, object_id: str, revision_id: int) -> HttpResponse:
        """The whole text as readers would see it, in its own language, and plainly no public page."""
        content = self._of(request, object_id)
        revision = self._revision(content, revision_id)
        notice = {
            "template": "content/_revision_notice.html",
            "told": _("Only staff can see this page: a text from the history, saved on %(when)s by %(who)s.")
            % {"when": told_moment(revision.created_at), "who": Past.name(revision)},
            "back": _("Back to the history"),
            "url": self._url("history", content),
            "language": translation.get_language(),
        }
        response = self.read_revision(request, content.live.as_of(revision.snapshot), notice)
        add_never_cache_headers(response)
        return response

    def back_view(self, request: HttpRequest, object_id: str, revision_id: int) -> HttpResponse:
        content = self._of(request, object_id)
        request.is_late = bool(content.deleted_at)  # whoever might otherwise is told why not
        if not self.has_full_change_permission(request, content):
            raise PermissionDenied
        revision = self._revision(content, revision_id)
        if content.deleted_at:
            return self._back_from_bin(request, content)
        told = {}
        if request.method == "POST":
            shown = request.POST.get("_shown", "")
            if self._goes_back(request, content, revision, shown):
                return HttpResponseRedirect(self._url("change", content))
            content = self._of(request, object_id)
            told = {"since": self._saved_since(request, content, shown)}
        compared = self._compared(content, content.latest_revision, revision)
        return self._show(request, "back", content, _("Back to an older text"), **compared, **told)

    # ---- How

    def _of(self, request: HttpRequest, object_id: str) -> Any:
        """The content, for those who may see it in the admin; to others it is not there."""
        content = self.get_object(request, unquote(object_id))
        if content is None or not self.has_view_or_change_permission(request, content):
            raise Http404
        return content

    def _revision(self, content: Any, key: int) -> Revision:
        revision = content.revisions.select_related("author").filter(pk=key).first() if key < 2**63 else None
        if revision is None:
            raise Http404
        return revision

    def _two(self, request: HttpRequest, content: Any) -> tuple[Revision | None, Revision]:
        """The two that are asked for, the older one first; one alone stands beside the one before it.

        Where none is asked for: the newest, beside the published text if that is another.
        """
        asked = [int(key) for key in map(request.GET.get, ("old", "new")) if key and IS_KEY(key)]
        if not asked and content.has_unpublished_changes:
            asked.append(content.live_revision_id)
        asked = {*asked} if len(asked) > 1 or "new" in request.GET else {*asked, content.latest_revision_id}
        found = content.revisions.select_related("author").in_bulk(asked - {None})
        if not found or len(found) < len(asked):
            raise Http404
        new = found[max(found)]
        return found[min(found)] if len(found) > 1 else content.revisions.before(new), new

    def _compared(self, content: Any, old: Revision | None, new: Revision) -> dict[str, Any]:
        snapshots = [old.snapshot if old else {}, new.snapshot]
        teller = Teller(self.model, snapshots)
        told = [teller.told(snapshot) for snapshot in snapshots]
        labels = teller.labels
        if old is None:
            told[0] = {name: [] for name in labels}
        found = compare(*told, [*labels])
        both = told[0].keys() & told[1].keys()
        differing = {difference.name for difference in found}
        return {
            "old": old,
            "new": new,
            "differences": [(labels[difference.name], difference) for difference in found],
            "unchanged": [labels[name] for name in labels if name in both and name not in differing],
            "unknown": [labels[name] for name in labels if name not in both],
        }

    def _goes_back(self, request: HttpRequest, content: Any, revision: Revision, shown: str) -> bool:
        """False where the newest is not the one `shown` beside the older text: nobody has agreed to leave that one."""
        newest = content.latest_revision
        relations, kept = content.take_back(revision.snapshot, content.draft_relations)
        when = told_moment(revision.created_at)
        is_done = newest is not None and content.snapshot(relations) == newest.snapshot  # by the first of two clicks
        if not is_done:
            if newest and shown != str(newest.pk):
                return False
            try:
                self._keep_older(request, content, relations, _("Back to the text of %(when)s") % {"when": when})
            except Overtaken:
                return False
        self._tell_back(request, content, when, kept)
        return True

    @transaction.atomic
    def _keep_older(self, request: HttpRequest, content: Any, relations: dict[str, list[int]], note: str) -> None:
        content.save_draft(by=request.user, relations=relations, note=note, based_on=content.latest_revision_id)
        self.log_change(request, content, [{"changed": {"fields": [gettext_noop("an earlier state")]}}])

    def _back_from_bin(self, request: HttpRequest, content: Any) -> HttpResponse:
        told = [_("“%(title)s” is in the bin now: nothing has been changed.") % {"title": content.live}]
        if self.has_delete_permission(request, content):
            told.append(_("Press “Restore” below; then its history leads back to the older text."))
        else:
            told.append(_("Whoever may publish it can restore it; then its history leads back to the older text."))
        name = f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_changelist"
        link = format_html('<a href="{}?status=in_bin">{}</a>', reverse(name), _("Show the bin"))
        self.message_user(request, format_html("{} {}", " ".join(told), link), messages.WARNING)
        return HttpResponseRedirect(self._url("change", content))

    def _saved_since(self, request: HttpRequest, content: Any, shown: str) -> str:
        """Who saved since the revision `shown`, in words; where that is none, who saved last."""
        others = content.revisions.filter(pk__gt=int(shown)) if IS_KEY(shown) else content.revisions.none()
        newest = content.revisions.filter(pk=content.latest_revision_id)
        return told_changes(others, request.user) or told_changes(newest, request.user)

    def _tell_back(self, request: HttpRequest, content: Any, when: str, kept: list[str]) -> None:
        told = _("The text of %(when)s is the newest draft now.") % {"when": when}
        if content.has_unpublished_changes:
            told = f"{told} {_('Visitors still read the text published before, until you publish this one.')}"
        self.message_user(request, told, messages.SUCCESS)
        if kept:
            names = get_text_list([capfirst(str(self.opts.get_field(name).verbose_name)) for name in kept], _("and"))
            told = _("Left as it was, because another text has it now: %(fields)s.") % {"fields": names}
            self.message_user(request, told, messages.WARNING)

    def _show(self, request: HttpRequest, template: str, content: Any, title: str, **context: Any) -> HttpResponse:
        shared = {"opts": self.opts, "original": content, "title": title, "live_label": live_label(content.live)}
        context = {**self.admin_site.each_context(request), **shared, **context}
        response = TemplateResponse(request, f"admin/content/{template}.html", context)
        add_never_cache_headers(response)
        return response
