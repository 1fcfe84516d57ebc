"""An account switched off, and what somebody was at work on handed to a colleague. Nothing of theirs is lost."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, ngettext
from django.views.decorators.http import require_POST

from news.handing_over import Work, hand_over, work_of
from opendoors.accounts import sessions
from opendoors.content.desk.people import told_name
from opendoors.content.keeping import Presence

SHOWN = 50  # titles on the page that asks


class ColleagueField(forms.ModelChoiceField):
    def label_from_instance(self, obj):
        return f"{told_name(obj)} ({obj.username})"


class HandOverForm(forms.Form):
    to = ColleagueField(
        label=gettext_lazy("Hand over to"), queryset=None, empty_label=gettext_lazy("Nobody: leave it as it is")
    )

    def __init__(self, *args: Any, giver: User, required: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        colleagues = User.objects.filter(is_active=True, is_staff=True).exclude(pk=giver.pk)
        self.fields["to"].queryset = colleagues.order_by("last_name", "first_name", "username")
        self.fields["to"].required = required
        if required:
            self.fields["to"].empty_label = _("Choose a person")


class Leaving:
    """Part of `AccountAdmin`."""

    def get_urls(self):
        views = [
            ("deactivate/", self.deactivate_view, "deactivate"),
            ("reactivate/", self.reactivate_view, "reactivate"),
            ("hand-over/", self.hand_over_view, "hand_over"),
        ]
        paths = [
            path(f"<path:object_id>/{end}", self.admin_site.admin_view(view), name=f"auth_user_{act}")
            for end, view, act in views
        ]
        return [*paths, *super().get_urls()]

    def deactivate_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        user = self.account_for(request, object_id)
        if user == request.user:
            raise PermissionDenied
        if not user.is_active:
            return self._back_to(user)
        form = HandOverForm(self.sent(request), giver=user, required=False)
        if form.is_valid():
            with transaction.atomic():
                self._deactivate(request, user)
                if form.cleaned_data["to"]:
                    self._hand_over(request, user, form.cleaned_data["to"])
            return self._back_to(user)
        return self._show_work(request, "deactivate", user, _("Deactivate"), form)

    @method_decorator(require_POST)
    def reactivate_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        user = self.account_for(request, object_id)
        if not user.is_active:
            user.is_active = True
            user.save(update_fields=["is_active"])
            self.log_change(request, user, [{"changed": {"fields": [gettext_noop("active")]}}])
            self.message_user(request, _("%(name)s may sign in again.") % {"name": told_name(user)}, messages.SUCCESS)
        return self._back_to(user)

    def hand_over_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        user = self.account_for(request, object_id)
        form = HandOverForm(self.sent(request), giver=user, required=True)
        if form.is_valid():
            self._hand_over(request, user, form.cleaned_data["to"])
            return self._back_to(user)
        return self._show_work(request, "hand_over", user, _("Hand over drafts"), form)

    def _deactivate(self, request: HttpRequest, user: User) -> None:
        user.is_active = False
        user.save(update_fields=["is_active"])
        sessions.end(user)
        Presence.objects.of(user).delete()
        self.log_change(request, user, [{"changed": {"fields": [gettext_noop("active")]}}])
        text = _("%(name)s is signed out and cannot sign in any more. Nothing of theirs is lost.")
        self.message_user(request, text % {"name": told_name(user)}, messages.SUCCESS)

    def _hand_over(self, request: HttpRequest, giver: User, taker: User) -> None:
        moved, left = hand_over(giver, taker, by=request.user)
        told = {"name": told_name(taker), "count": len(moved)}
        text = ngettext("%(name)s has %(count)d text now.", "%(name)s has %(count)d texts now.", len(moved))
        self.message_user(request, text % told, messages.SUCCESS if moved else messages.INFO)
        if left:
            titles = ", ".join(_("“%s”") % content for content in left[:SHOWN])
            text = _("%(name)s may not work on these, so they stay where they are: %(titles)s")
            self.message_user(request, text % {**told, "titles": titles}, messages.WARNING)
        self.log_change(request, giver, [{"changed": {"fields": [gettext_noop("drafts")]}}])

    def _show_work(self, request: HttpRequest, name: str, user: User, title: str, form: forms.Form) -> HttpResponse:
        work: Work = work_of(user)
        more = {"drafts": work.drafts[:SHOWN], "reviews": work.reviews[:SHOWN], "work": work}
        return self._show_form(request, name, user, title, form, **more)

    def _back_to(self, user: User) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:auth_user_change", args=[user.pk]))
