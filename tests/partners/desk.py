"""The register's admin as a browser uses it: forms come filled in, a test changes fields and sends them."""

from django.test import TestCase
from django.urls import reverse

from tests.factories import make_university, make_user


def sent(response) -> dict:
    """What a browser would send of an admin form as it stands."""
    data = {}
    forms = [response.context["adminform"].form]
    for inline in response.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    for form in forms:
        for field in form:
            value = field.value()
            value = value() if callable(value) else value
            if field.field.disabled or value is False or value in (None, "", []) or hasattr(value, "storage"):
                continue
            data[field.html_name] = value
    return data


def rows(prefix: str, *filled: dict, kept: int = 0) -> dict:
    """New rows of an inline, after `kept` that are there."""
    data = {f"{prefix}-TOTAL_FORMS": kept + len(filled)}
    for number, row in enumerate(filled, kept):
        data |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return data


class DeskCase(TestCase):
    """A partnership officer of `home`, signed in; `foreign` is somebody else's university."""

    role = "Partnership officer"

    @classmethod
    def setUpTestData(cls):
        cls.user = make_user(cls.role)
        cls.home = make_university(name_en="Home University", staff=[cls.user])
        cls.foreign = make_university(name_en="Foreign University")

    def setUp(self):
        self.client.force_login(self.user)

    def url(self, model: str, page: str, *args) -> str:
        return reverse(f"admin:partners_{model}_{page}", args=args)

    def add(self, model: str, **fields):
        url = self.url(model, "add")
        return self.client.post(url, {**sent(self.client.get(url)), **fields}, follow=True)

    def change(self, record, **fields):
        url = self.url(record._meta.model_name, "change", record.pk)
        return self.client.post(url, {**sent(self.client.get(url)), **fields}, follow=True)

    def move(self, record, to: str, **fields):
        return self._entry(self.url(record._meta.model_name, "move", record.pk, to), **fields)

    def record(self, record, **fields):
        return self._entry(self.url(record._meta.model_name, "record", record.pk), **fields)

    def _entry(self, url: str, **fields):
        page = self.client.get(url, follow=True)
        form = page.context.get("form")
        kind = {"kind": form.initial["kind"]} if form and "kind" in form.initial else {}
        return self.client.post(url, {"is_public": "on", **kind, **fields}, follow=True)

    def saved(self, response):
        if not response.redirect_chain:
            self.fail(self.problems(response))
        return response

    def problems(self, response) -> dict:
        """Errors of a form that was sent back, by field; those of rows by prefix and field."""
        found = dict(response.context["adminform"].form.errors)
        for inline in response.context["inline_admin_formsets"]:
            for form in inline.formset.forms:
                found |= {f"{form.prefix}-{name}": errors for name, errors in form.errors.items()}
            if inline.formset.non_form_errors():
                found[inline.formset.prefix] = inline.formset.non_form_errors()
        return found
