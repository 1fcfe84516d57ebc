from dataclasses import replace
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django.contrib.admin.options import IS_POPUP_VAR
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from opendoors.content import clock
from opendoors.content.desk import offers, tabs, wording
from opendoors.content.desk.forms import IS_KEY
from opendoors.content.desk.presence import ASKED_EVERY, ASKED_IN_BACKGROUND
from opendoors.content.keeping import Autosave, Place

OFFERED = 3  # unsaved texts shown at once, the newest
BRING_BACK = "bring_back"  # in the address of a form: the tab whose text it shows
TAB = "_tab"  # hidden in the form: so that saving knows what need not be kept any more
BROUGHT_BACK = "_brought_back"


class Autosaving:
    """Part of `RevisableAdmin`: keeps what is typed until it is saved, and offers it back on the form.

    Without JavaScript nothing is kept, and what was kept before can still be brought back.
    """

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        throw_away = self.admin_site.admin_view(self.throw_away_view)
        return [
            path("keep/", self.keep_view, name=f"{name}_keep"),
            path("throw-away/<str:tab>/", throw_away, name=f"{name}_throw_away"),
            *super().get_urls(),
        ]

    # ---- While somebody types

    @method_decorator(never_cache)
    def keep_view(self, request: HttpRequest) -> JsonResponse:
        """GET: may this be saved? POST: a tab says what it holds and hears who else is here. Never a redirect.

        401 to whom signing in helps; 404 to those who may not edit it, or not any more.
        """
        if not self.admin_site.has_permission(request):
            was_staff = request.user.is_authenticated and not request.user.is_staff
            return JsonResponse({}, status=404 if was_staff else 401)
        known = {"user": request.user.pk, "token": get_token(request)}
        if request.method != "POST":
            key = request.GET.get("content", "")
            self._opened(request, key if IS_KEY(key) else "")
            return JsonResponse(known)
        try:
            message = tabs.read(request)
        except tabs.TooLarge:
            return JsonResponse({}, status=413)
        except tabs.Unreadable:
            return JsonResponse({}, status=400)
        return JsonResponse(known | self._heard(request, message, self._opened(request, message.content)))

    def _heard(self, request: HttpRequest, message: tabs.Message, content: Any) -> dict[str, Any]:
        kept, place = True, (self.model, content.pk if content else None)
        if message.settled:
            Autosave.objects.settle(request.user, message.settled, place)
        if message.values is not None:
            kept = self._keep(request, message, place)
        if content is None or message.left_behind:
            return {"kept": kept}
        self.note_presence(request, replace(message, closing=message.closing or not kept), place)
        others = self.others_present(request, message.tab, place)
        return {"kept": kept, "others": others, "binned": content.deleted_at is not None}

    def _keep(self, request: HttpRequest, message: tabs.Message, place: Place) -> bool:
        if not message.changed:  # all of it was taken back
            Autosave.objects.of(request.user).of_tabs([message.tab]).unsaved().delete()
            return True
        return Autosave.objects.keep(
            request.user,
            message.tab,
            place,
            values=tabs.of_form(message.values, self._names()),
            based_on=message.based_on,
            kept_at=clock.now() - message.age,
        )

    def _opened(self, request: HttpRequest, key: str) -> Any:
        """The one gate: what this person may edit, None for what was never saved. Anything else is not there.

        What was moved to the bin meanwhile is: saving keeps the text there with it.
        """
        content = self.get_queryset(request).prefetch_related(None).filter(pk=key).first() if key else None
        request.is_late = content is not None and content.deleted_at is not None
        if not key:
            allowed = self.has_add_permission(request)
        else:
            allowed = content is not None and self.has_change_permission(request, content)
        if not allowed:
            raise Http404
        return content

    def _names(self) -> set[str]:
        """Of all that the form may ask for; a file is never kept."""
        return {*self.form.base_fields}

    # ---- Offered back

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        kept = self._asked_for(request, obj)
        return offers.brings_back(form, kept) if kept else form

    def _asked_for(self, request: HttpRequest, content: Any) -> Autosave | None:
        tab = request.GET.get(BRING_BACK, "") if request.method == "GET" else ""
        return self._unsaved(request, content).of_tabs([tab]).first() if tab else None

    def _unsaved(self, request: HttpRequest, content: Any) -> Any:
        place = (self.model, content.pk if content else None)
        return Autosave.objects.of(request.user).at(place).unsaved().newest_first()

    def kept_text(self, request: HttpRequest, content: Any, tab: str) -> Autosave | None:
        """What this person has typed in that tab and not saved."""
        return self._unsaved(request, content).of_tabs([tab]).first() if tabs.IS_TAB(tab) else None

    def typed_values(self, request: HttpRequest, content: Any, kept: Autosave) -> dict[str, Any]:
        """What it means, by the fields of the form."""
        saved = content if content.pk else None
        form = self.get_form(request, saved, change=saved is not None)
        return offers.as_typed(form(instance=content), kept.values)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        writable = self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        if writable and IS_POPUP_VAR not in {*request.GET, *request.POST}:
            context |= self._keeping(request, context["adminform"].form, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _keeping(self, request: HttpRequest, form: Any, content: Any) -> dict[str, Any]:
        back = self._asked_for(request, content)
        base = back.based_on if back else content and content.latest_revision_id
        saved = content.latest_revision if content else None
        return {
            "offers": self._offers(request, form, content) if not (form.is_bound or back) else [],
            "keeping": {
                "url": self._keeping_url("keep"),
                "signIn": reverse(f"{self.admin_site.name}:login"),
                "user": request.user.pk,
                "store": self.opts.label_lower,
                "content": str(content.pk) if content else "",
                "tab": _sent(request, TAB) or uuid4().hex,
                "broughtBack": back.tab if back else _sent(request, BROUGHT_BACK),
                "basedOn": str(request.POST.get("_based_on") or base or ""),
                "changed": form.is_bound or back is not None,
                "savedSeconds": int((clock.now() - saved.created_at).total_seconds()) if saved else None,
                "every": ASKED_EVERY,
                "everyInBackground": ASKED_IN_BACKGROUND,
                "texts": wording.texts(),
            },
        }

    def _offers(self, request: HttpRequest, form: Any, content: Any) -> list[offers.Offer]:
        found = []
        for kept in self._unsaved(request, content)[:OFFERED]:
            different = offers.differences(form, kept.values)
            if different:
                older = content is not None and kept.based_on != content.latest_revision_id
                address = self._keeping_url("change", content.pk) if content else self._keeping_url("add")
                bring_back = f"{address}?{urlencode({BRING_BACK: kept.tab})}"
                throw_away = self._keeping_url("throw_away", kept.tab)
                found.append(offers.Offer(kept, different, older, bring_back, throw_away))
        return found

    def throw_away_view(self, request: HttpRequest, tab: str) -> HttpResponse:
        """Of the person's own, and by a button alone."""
        if request.method != "POST":
            raise PermissionDenied
        if not tabs.IS_TAB(tab):
            raise Http404
        key = Autosave.objects.of(request.user).of_tabs([tab]).values_list("object_id", flat=True).first()
        Autosave.objects.settle(request.user, [tab], (self.model, key))
        self.message_user(request, _("The unsaved text is thrown away."))
        name = self._keeping_url("change", key) if key else self._keeping_url("add")
        return HttpResponseRedirect(name)

    def _keeping_url(self, view: str, *arguments: Any) -> str:
        name = f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_{view}"
        return reverse(name, args=arguments)

    # ---- Saved: nothing needs keeping

    def log_addition(self, request, obj, message):
        self._settle(request, None)
        return super().log_addition(request, obj, message)

    def log_change(self, request, obj, message):
        self._settle(request, obj.pk)
        return super().log_change(request, obj, message)

    def _settle(self, request: HttpRequest, key: int | None) -> None:
        """What is logged is saved: the text of this tab, and the one that was brought back into it."""
        saved = [tab for tab in (_sent(request, TAB), _sent(request, BROUGHT_BACK)) if tab]
        if saved:
            Autosave.objects.settle(request.user, saved, (self.model, key))
            Autosave.objects.prune(request.user)


def _sent(request: HttpRequest, name: str) -> str:
    tab = request.POST.get(name, "")
    return tab if tabs.IS_TAB(tab) else ""
