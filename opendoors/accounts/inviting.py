import re
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AutocompleteSelectMultiple
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import get_language, gettext_lazy, gettext_noop
from django.utils.translation import gettext as _

from opendoors import roles
from opendoors.accounts import letters
from opendoors.content.desk import IS_KEY
from partners.models import StaffMembership, University


class RolesField(forms.ModelMultipleChoiceField):
    """Boxes to tick, each with what the role may do."""

    def __init__(self, **options: Any):
        super().__init__(**{**options, "widget": forms.CheckboxSelectMultiple(attrs={"class": "role-choices"})})

    def label_from_instance(self, obj):
        return roles.told(obj.name)


class LanguageForm(forms.Form):
    language = forms.ChoiceField(label=gettext_lazy("Language of the letter"), choices=settings.LANGUAGES)


class InviteForm(LanguageForm):
    email = forms.EmailField(label=gettext_lazy("E-mail"), max_length=User._meta.get_field("email").max_length)
    first_name = forms.CharField(label=gettext_lazy("First name"), max_length=150)
    last_name = forms.CharField(label=gettext_lazy("Last name"), max_length=150)
    groups = RolesField(label=gettext_lazy("Roles"), queryset=None)
    universities = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Universities"),
        required=False,
        queryset=None,
        widget=AutocompleteSelectMultiple(StaffMembership._meta.get_field("university"), admin.site),
        help_text=gettext_lazy("Of which articles and partners; their parts are included."),
    )

    field_order = ("email", "first_name", "last_name", "groups", "universities", "language")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["groups"].queryset = Group.objects.order_by("pk")
        self.fields["universities"].queryset = University.objects.all()

    def clean_email(self):
        email = self.cleaned_data["email"].lower()
        known = User.objects.filter(email__iexact=email).first()
        if known:
            raise ValidationError(_("There is an account with this address: %(name)s") % {"name": known.username})
        return email

    def clean(self):
        cleaned = super().clean()
        if "universities" in self.errors:
            # Keys that are no numbers cannot be shown again as chosen: looking them up is an error.
            self.data = self.data.copy()
            self.data.setlist("universities", [key for key in self.data.getlist("universities") if IS_KEY(key)])
        homeless = [group.name for group in cleaned.get("groups", ()) if group.name in roles.OF_UNIVERSITIES]
        if homeless and not cleaned.get("universities") and "universities" not in self.errors:
            told = _("%(role)s: please say of which university.") % {"role": roles.label(homeless[0])}
            self.add_error("universities", told)
        return cleaned

    @transaction.atomic
    def save(self) -> User:
        given = self.cleaned_data
        names = {name: given[name] for name in ("email", "first_name", "last_name")}
        user = User.objects.create_user(free_username(given["email"]), is_staff=True, **names)
        user.groups.set(given["groups"])
        rows = [StaffMembership(user=user, university=university) for university in given["universities"]]
        StaffMembership.objects.bulk_create(rows)
        return user


def free_username(email: str) -> str:
    """The address itself where Django takes it for a name; with a number where somebody has it."""
    name = re.sub(r"[^\w.@+-]", "", email)[:140]
    taken = {*User.objects.filter(username__startswith=name).values_list("username", flat=True)}
    return next(free for number in range(len(taken) + 1) if (free := f"{name}{number or ''}") not in taken)


class Inviting:
    """Part of `AccountAdmin`: an account by e-mail, and the letter once more."""

    def get_urls(self):
        invite, again = map(self.admin_site.admin_view, (self.invite_view, self.invite_again_view))
        return [
            path("invite/", invite, name="auth_user_invite"),
            path("<path:object_id>/invite/", again, name="auth_user_invite_again"),
            *super().get_urls(),
        ]

    def invite_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = InviteForm(self.sent(request), initial={"language": get_language()})
        if form.is_valid():
            user = form.save()
            self.log_addition(request, user, [{"added": {}}])
            return self._invite(request, user, form)
        return self._show_form(request, "invite", None, _("Invite by e-mail"), form)

    def invite_again_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        user = self.account_for(request, object_id)
        if user.has_usable_password() or not user.is_active:
            raise Http404
        form = LanguageForm(self.sent(request), initial={"language": get_language()})
        if form.is_valid():
            return self._invite(request, user, form)
        return self._show_form(request, "invite_again", user, _("Send the invitation again"), form)

    def _invite(self, request: HttpRequest, user: User, form: LanguageForm) -> HttpResponse:
        told = {"name": user.get_full_name() or user.username, "email": user.email, "until": letters.valid_until()}
        if letters.invite(user, request, form.cleaned_data["language"]):
            text = _("%(name)s is invited: the letter went to %(email)s, its link holds until %(until)s.")
            self.message_user(request, text % told, messages.SUCCESS)
            self.log_change(request, user, [{"changed": {"fields": [gettext_noop("invitation")]}}])
        else:
            text = _(
                "The account of %(name)s is there, but the letter to %(email)s could not be sent. Send it again later."
            )
            self.message_user(request, text % told, messages.WARNING)
        return HttpResponseRedirect(reverse("admin:auth_user_change", args=[user.pk]))

    @staticmethod
    def sent(request: HttpRequest) -> QueryDict | None:
        return request.POST if request.method == "POST" else None

    def account_for(self, request: HttpRequest, object_id: str) -> User:
        """For those who may change it; to others it is not there."""
        user = self.get_object(request, unquote(object_id))
        if user is None:
            raise Http404
        if not self.has_change_permission(request, user):
            raise PermissionDenied
        return user

    def _show_form(
        self, request: HttpRequest, name: str, user: User | None, title: str, form: forms.Form, **more: Any
    ) -> HttpResponse:
        shared = {"opts": self.opts, "original": user, "title": title, "form": form, "media": self.media + form.media}
        context = {**self.admin_site.each_context(request), **shared, **more}
        return TemplateResponse(request, f"admin/accounts/{name}.html", context)
