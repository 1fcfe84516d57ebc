from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _

from opendoors.content.desk import acts
from opendoors.content.publishing import State


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 3, "cols": 60}),
        help_text=_("For colleagues. Visitors are told only that the page was withdrawn."),
    )


class Withdrawing:
    """Part of `RevisableAdmin`: takes what is public off the site, with a reason."""

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_withdraw"
        withdraw = path("<path:object_id>/withdraw/", self.admin_site.admin_view(self.withdraw_view), name=name)
        return [withdraw, *super().get_urls()]

    def withdraw_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        content = self.get_object(request, unquote(object_id))
        if content is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_publish_permission(request, content):
            raise PermissionDenied
        content = content.live
        form = WithdrawForm(request.POST or None)
        if content.state != State.PUBLIC:
            self.message_user(request, _("“%(title)s” is not public.") % {"title": content}, messages.WARNING)
            return HttpResponseRedirect(self._url("change", content))
        if form.is_valid():
            content.withdraw(form.cleaned_data["reason"])
            self.log_change(request, content, [acts.message("withdrawn", reason=form.cleaned_data["reason"])])
            self.message_user(request, _("“%(title)s” is no longer public.") % {"title": content}, messages.SUCCESS)
            return HttpResponseRedirect(self._url("change", content))
        context = {**self.admin_site.each_context(request), "opts": self.opts, "original": content, "form": form}
        return TemplateResponse(request, "admin/content/withdraw.html", {**context, "title": _("Withdraw")})
