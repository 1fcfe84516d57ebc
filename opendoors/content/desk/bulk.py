"""Acts on several texts at once, from the list: each for itself, by the very method that its form calls.

A page first says what will be done and what is left out. What is refused after that is told by its title, with the
reason, and nothing of it is done.
"""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.html import format_html
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from opendoors.content.desk import acts, letters
from opendoors.content.desk.gating import CHECK
from opendoors.content.desk.people import told_name
from opendoors.content.desk.reviewing import ReviewForm
from opendoors.content.desk.withdrawing import WithdrawForm
from opendoors.content.gate.findings import GateClosed
from opendoors.content.publishing import State

AT_ONCE = 100


@dataclass
class Batch:
    """What was chosen, and what has become of it."""

    chosen: list[Any]
    left_out: list[tuple[Any, str]]
    form: forms.Form

    def __post_init__(self):
        self.warned = []  # what is published, though the gate warns of something in it
        self.letters = defaultdict(list)  # of (a letter, whom to): the contents that it tells of


class Bulk:
    """Part of `RevisableAdmin`."""

    @admin.action(description=gettext_lazy("Publish"), permissions=["publish"])
    def publish_selected(self, request, queryset):
        return self._confirm_or_do(request, queryset, "publish", forms.Form)

    @admin.action(description=gettext_lazy("Send to review"), permissions=["change"])
    def review_selected(self, request, queryset):
        reviewers = queryset.publishers().exclude(pk=request.user.pk).order_by("last_name", "first_name", "username")
        return self._confirm_or_do(request, queryset, "review", ReviewForm, reviewers=reviewers)

    @admin.action(description=gettext_lazy("Withdraw"), permissions=["publish"])
    def withdraw_selected(self, request, queryset):
        return self._confirm_or_do(request, queryset, "withdraw", WithdrawForm)

    # ---- Asking first

    def _confirm_or_do(self, request: HttpRequest, queryset: QuerySet, act: str, form_class: Any, **more: Any) -> Any:
        """The page that asks, or None when it is done: the list is shown again."""
        contents = list(queryset[: AT_ONCE + 1])
        if len(contents) > AT_ONCE:
            messages.warning(request, _("Please choose %(most)d at most.") % {"most": AT_ONCE})
            return None
        refusals = [(content, getattr(self, f"_{act}_refused")(request, content)) for content in contents]
        batch = Batch(
            chosen=[content for content, refusal in refusals if not refusal],
            left_out=[(content, refusal) for content, refusal in refusals if refusal],
            form=form_class(request.POST if "confirmed" in request.POST else None, **more),
        )
        # A form without fields is valid as soon as it is sent.
        if not batch.form.is_valid():
            return self._ask_about(request, act, batch)
        self._do_all(request, act, batch)
        return None

    def _ask_about(self, request: HttpRequest, act: str, batch: Batch) -> TemplateResponse:
        texts = {
            "publish": (_("Publish"), _("The newest text of each becomes public: now, or at its own later moment.")),
            "review": (_("Send to review"), _("Choose who should look at them. They are told in one e-mail.")),
            "withdraw": (_("Withdraw"), _("Visitors will find none of them; their addresses will say so.")),
        }
        title, question = texts[act]
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": title,
            "question": question,
            "batch": batch,
            "action": f"{act}_selected",
            "checkbox": ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, "admin/content/bulk.html", context)

    # ---- One after the other

    def _do_all(self, request: HttpRequest, act: str, batch: Batch) -> None:
        done = 0
        refused = [(content, reason, self._url("change", content)) for content, reason in batch.left_out]
        for content in batch.chosen:
            try:
                with transaction.atomic():
                    getattr(self, f"_{act}_one")(request, content, batch)
                done += 1
            except GateClosed as closed:
                address = f"{self._url('change', content)}?{CHECK}=1#gate"
                refused.append((content, " ".join(closed.messages), address))
            except ValidationError as error:
                refused.append((content, " ".join(error.messages), self._url("change", content)))
            except IntegrityError:
                reason = _("Somebody else has just saved: please try again.")
                refused.append((content, reason, self._url("change", content)))
        if done:
            texts = {
                "publish": _("Published or scheduled: %(number)d."),
                "review": _("Sent to review: %(number)d."),
                "withdraw": _("Withdrawn: %(number)d."),
            }
            messages.success(request, texts[act] % {"number": done})
        self._tell_of(request, batch, refused)

    def _tell_of(self, request: HttpRequest, batch: Batch, refused: list[tuple[Any, str, str]]) -> None:
        if batch.warned:
            titles = get_text_list([_("“%s”") % content for content in batch.warned], _("and"))
            messages.warning(request, _("Published, though something in them could be better: %s.") % titles)
        for content, reason, address in refused:
            told = _("Not done: “%(title)s”. %(reason)s") % {"title": content, "reason": reason}
            messages.warning(request, format_html('{} <a href="{}">{}</a>', told, address, _("Open it")))
        is_working = True
        for (letter, to), contents in batch.letters.items():
            words = batch.form.cleaned_data.get("message", "")
            is_working = self.write(request, letter, contents, to=to, words=words, is_hopeless=not is_working)

    def _publish_refused(self, request: HttpRequest, content: Any) -> str:
        if content.deleted_at:
            return _("It is in the bin.")
        if not self.has_publish_permission(request, content):
            return _("You may not publish it.")
        if content.state == State.PUBLIC and not content.has_unpublished_changes:
            return _("Its newest text is published or scheduled already.")
        if content.scheduled_change is not None and not content.scheduled_change.has_failed:
            return _("Changes of it are scheduled: decide in its form whether they come out at once.")
        return ""

    def _publish_one(self, request: HttpRequest, content: Any, batch: Batch) -> None:
        warnings, letter, to = self.publish_and_say_whom_to_tell(request, content)
        if warnings:
            batch.warned.append(content)
        act = "scheduled" if content.is_scheduled else "published"
        self.log_change(request, content, [acts.message(act, revision=content.live_revision_id)])
        if to:
            batch.letters[letter, to].append(content)

    def _review_refused(self, request: HttpRequest, content: Any) -> str:
        if content.deleted_at:
            return _("It is in the bin.")
        if not self.has_change_permission(request, content):
            return _("You may not change it.")
        if not content.has_something_to_review:
            return _("There is nothing new in it to review.")
        return _("It is in review already.") if any(review.is_open for review in content.pending_reviews) else ""

    def _review_one(self, request: HttpRequest, content: Any, batch: Batch) -> None:
        chosen = batch.form.cleaned_data
        content.ask_review(by=request.user, **chosen)
        told = {"who": told_name(chosen["reviewer"]), "reason": chosen["message"]}
        self.log_change(request, content, [acts.message("reviewed", **told)])
        batch.letters[letters.asked, chosen["reviewer"]].append(content)

    def _withdraw_refused(self, request: HttpRequest, content: Any) -> str:
        if not self.has_publish_permission(request, content):
            return _("You may not withdraw it.")
        return _("It is not public.") if content.deleted_at or content.state != State.PUBLIC else ""

    def _withdraw_one(self, request: HttpRequest, content: Any, batch: Batch) -> None:
        reason = batch.form.cleaned_data["reason"]
        content.withdraw(reason)
        self.log_change(request, content, [acts.message("withdrawn", reason=reason)])
