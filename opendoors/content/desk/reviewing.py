"""A text goes to a chosen colleague and comes out published, or back with a comment. Whoever may publish may answer."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from opendoors.content import clock
from opendoors.content.desk import acts, letters
from opendoors.content.desk.people import told_name
from opendoors.content.gate.findings import Finding
from opendoors.content.models import Review

MOST = 2000  # characters of a message or comment


class ReviewerField(forms.ModelChoiceField):
    def label_from_instance(self, obj):
        return told_name(obj) if obj.email else _("%(name)s (no e-mail address)") % {"name": told_name(obj)}


class ReviewForm(forms.Form):
    reviewer = ReviewerField(queryset=None, label=gettext_lazy("Reviewer"), empty_label=gettext_lazy("Choose a person"))
    message = forms.CharField(
        label=gettext_lazy("Message"),
        required=False,
        max_length=MOST,
        widget=forms.Textarea(attrs={"rows": 4, "cols": 60}),
        help_text=gettext_lazy("May be left empty. It stands in the e-mail and above the text."),
    )

    def __init__(self, *args: Any, reviewers: QuerySet, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["reviewer"].queryset = reviewers


class SendBackForm(forms.Form):
    comment = forms.CharField(
        label=gettext_lazy("What should be changed"),
        max_length=MOST,
        widget=forms.Textarea(attrs={"rows": 6, "cols": 60}),
        help_text=gettext_lazy("For whoever sent it: it stands in the e-mail and above the text."),
    )


@dataclass(frozen=True)
class Panel:
    """What the form says of reviews above the text."""

    waiting: Review | None
    sent_back: Review | None
    is_mine: bool  # this person is the reviewer
    has_changed: bool  # the text, since it was sent
    reviewer_left: bool  # may no longer publish it
    may_send_back: bool
    may_take_back: bool
    may_put_aside: bool


class Reviewing(letters.Writing):
    """Part of `RevisableAdmin`."""

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        views = [
            ("review/", self.review_view, "review"),
            ("review/back/", self.send_back_view, "send-back"),
            ("review/take/", require_POST(self.take_back_view), "take-back"),
            ("review/seen/", require_POST(self.put_aside_view), "put-aside"),
        ]
        paths = [
            path(f"<path:object_id>/{end}", self.admin_site.admin_view(view), name=f"{name}_{act}")
            for end, view, act in views
        ]
        return [*paths, *super().get_urls()]

    def get_queryset(self, request):
        return super().get_queryset(request).with_pending_reviews()

    # ---- On the form and in the list

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None and obj.pk and not obj.deleted_at and self.has_change_permission(request, obj):
            context["review"] = self._panel(request, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _panel(self, request: HttpRequest, content: Any) -> Panel:
        pending = next(iter(content.pending_reviews), None)
        waiting, back = (pending, None) if pending and pending.is_open else (None, pending)
        may_publish = self.has_publish_permission(request, content)
        sent_it = waiting is not None and waiting.asked_by_id == request.user.pk
        reviewer = waiting and waiting.reviewer
        is_mine = reviewer == request.user
        return Panel(
            waiting=waiting,
            sent_back=back,
            is_mine=is_mine,
            has_changed=waiting is not None and waiting.has_changed_since(content),
            reviewer_left=waiting is not None and not (reviewer and content.may_be_published_by(reviewer)),
            may_send_back=may_publish and not sent_it,
            may_take_back=sent_it or not may_publish,
            may_put_aside=back is not None and back.asked_by_id == request.user.pk,
        )

    def told_reviewer(self, content: Any) -> list[str]:
        """For the list: whom it waits for, if anybody."""
        reviewers = [review.reviewer for review in content.pending_reviews if review.is_open]
        return [_("for review: %(name)s") % {"name": told_name(reviewer)} for reviewer in reviewers]

    # ---- Sending, and choosing somebody else

    def review_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        content = self._to_review(request, object_id)
        if not content.has_something_to_review:
            messages.warning(request, _("Visitors read the newest text already: there is nothing to review."))
            return HttpResponseRedirect(self._url("change", content))
        waiting = content.open_review
        form = ReviewForm(
            request.POST or None,
            reviewers=_reviewers(content, but=waiting.asked_by_id if waiting else request.user.pk),
            initial=_last_choice(waiting or content.reviews.newest_first().first(), waiting),
        )
        if form.is_valid() and self._ask(request, content, form):
            return HttpResponseRedirect(self._url("change", content))
        title = _("Change the reviewer") if waiting else _("Send to review")
        return self._show(request, "review", content, title, form=form, waiting=waiting)

    def _ask(self, request: HttpRequest, content: Any, form: ReviewForm) -> bool:
        chosen = form.cleaned_data
        try:
            with transaction.atomic():
                if content.open_review:
                    act, review = "passed_on", content.pass_review_on(to=chosen["reviewer"], message=chosen["message"])
                else:
                    act, review = "reviewed", content.ask_review(by=request.user, **chosen)
                name = told_name(chosen["reviewer"])
                self.log_change(request, content, [acts.message(act, who=name, reason=chosen["message"])])
        except ValidationError as error:
            form.add_error(None, error)
            return False
        told = {"title": content, "name": name}
        messages.success(request, _("“%(title)s” waits for the review of %(name)s.") % told)
        self.write(request, letters.asked, [content], to=review.reviewer, words=review.message)
        return True

    # ---- Answering

    def send_back_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        content = self._to_review(request, object_id)
        if not self.has_publish_permission(request, content):
            raise PermissionDenied
        form = SendBackForm(request.POST or None)
        waiting = content.open_review
        if waiting is None:
            messages.warning(request, _("It is not in review any more."))
            return HttpResponseRedirect(self._url("change", content))
        if form.is_valid() and self._send_back(request, content, form):
            return HttpResponseRedirect(self._url("change", content))
        return self._show(request, "send_back", content, _("Send back with a comment"), form=form, waiting=waiting)

    def _send_back(self, request: HttpRequest, content: Any, form: SendBackForm) -> bool:
        comment = form.cleaned_data["comment"]
        try:
            with transaction.atomic():
                review = content.send_back(by=request.user, comment=comment)
                self.log_change(request, content, [acts.message("sent_back", reason=comment)])
        except ValidationError as error:
            form.add_error(None, error)
            return False
        told = {"title": content, "name": told_name(review.asked_by)}
        messages.success(request, _("“%(title)s” is sent back to %(name)s.") % told)
        to = self._asker(request, review)
        if to:
            self.write(request, letters.sent_back, [content], to=to, words=comment)
        return True

    def take_back_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        content = self._to_review(request, object_id)
        try:
            with transaction.atomic():
                content.recall_review(by=request.user)
                self.log_change(request, content, [acts.message("taken_back")])
            messages.success(request, _("“%(title)s” is taken back from review.") % {"title": content})
        except ValidationError as error:
            messages.warning(request, " ".join(error.messages))
        return HttpResponseRedirect(self._url("change", content))

    def put_aside_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """What was sent back stays in the history, and is shown to who sent it no longer."""
        content = self._to_review(request, object_id)
        content.reviews.to_mend().asked(request.user).update(seen_at=clock.now())
        back = request.POST.get("next") == "index" and f"{self.admin_site.name}:index"
        return HttpResponseRedirect(reverse(back) if back else self._url("change", content))

    def publish_and_tell(self, request: HttpRequest, content: Any) -> list[Finding]:
        """Publish it; who had sent it to review hears of it as soon as it is certain. Returns what the gate warns of.

        Raises ValidationError.
        """
        warnings, letter, to = self.publish_and_say_whom_to_tell(request, content)
        if to:
            transaction.on_commit(partial(self.write, request, letter, [content], to=to), robust=True)
        return warnings

    def tell_scheduled(self, request: HttpRequest, content: Any, review: Review | None) -> None:
        """A change of what is public has got its moment, which answers this review."""
        to = review and self._asker(request, review)
        if to:
            self.write(request, letters.scheduled, [content], to=to)

    def publish_and_say_whom_to_tell(
        self, request: HttpRequest, content: Any
    ) -> tuple[list[Finding], letters.Letter, AbstractBaseUser | None]:
        review = content.open_review
        warnings = content.publish(by=request.user)
        letter = letters.scheduled if content.is_scheduled else letters.published
        return warnings, letter, review and self._asker(request, review)

    # ---- How

    def _to_review(self, request: HttpRequest, object_id: str) -> Any:
        """For those who may edit it; to others it is not there."""
        content = self._of(request, object_id)
        if content.deleted_at or not self.has_change_permission(request, content):
            raise PermissionDenied
        return content

    def _asker(self, request: HttpRequest, review: Review) -> AbstractBaseUser | None:
        """Who is told what has become of it."""
        asker = review.asked_by
        return asker if asker and asker.is_active and asker != request.user else None


def _reviewers(content: Any, *, but: int | None) -> QuerySet:
    return content.publishers().exclude(pk=but).order_by("last_name", "first_name", "username")


def _last_choice(review: Review | None, waiting: Review | None) -> dict[str, Any]:
    return {"reviewer": review and review.reviewer_id, "message": waiting.message if waiting else ""}
