"""Which partners an article's text names, for the form of the admin to propose as links. A person decides."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.forms.widgets import Script
from django.urls import reverse
from django.utils.text import capfirst

from news.models.articles import LINKS
from opendoors.content.richtext import blocks
from partners.models import University
from partners.recognition import Proposal, recognise

# What readers read as the article. Its source and byline say where it comes from, not what it is about.
TEXTS = ("title", "lead", "cover_caption", "body")
MOST = 400_000  # characters: the longest text that the form takes, and some
KEY = re.compile(rf"({'|'.join(LINKS.values())}):([0-9]{{1,18}})")


def named_partners(texts: Mapping[str, str], user: AbstractBaseUser | AnonymousUser) -> list[Proposal]:
    """`texts`: the article's fields by name, the body as HTML."""
    lines = [" ".join(texts.get(name, "").split()) for name in TEXTS if name != "body"]
    return recognise("\n".join([*lines, blocks(texts.get("body", ""))]), user)


def told(proposal: Proposal) -> dict[str, Any]:
    """A proposal as the form shows it; `key` is the article's field and the record: `universities:12`."""
    record = proposal.record
    kind = record.get_kind_display() if isinstance(record, University) else record._meta.verbose_name
    return {
        "key": f"{LINKS[type(record)]}:{record.pk}",
        "label": proposal.label,
        "kind": capfirst(kind),
        "words": proposal.words,
    }


class RecognitionWidget(forms.CheckboxSelectMultiple):
    """Boxes to tick; with JavaScript buttons that link at once, and new proposals while the text is written."""

    template_name = "admin/news/recognition.html"
    find: Callable[[], tuple[list[dict], set[str]]] = staticmethod(
        lambda: ([], set())
    )  # proposals; keys linked already

    class Media:
        js = (Script("js/recognition.js", type="module"),)

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        proposals, linked = self.find()
        for proposal in proposals:
            proposal["is_ticked"] = proposal["key"] in (value or ())
        context["widget"] |= {
            "url": reverse("admin:news_article_recognise"),
            "proposals": proposals,
            "open": [proposal for proposal in proposals if proposal["key"] not in linked],
            "linked": [proposal for proposal in proposals if proposal["key"] in linked],
        }
        return context


class RecognisedField(forms.MultipleChoiceField):
    """Its value: keys of proposals that a person has accepted. Whether they may be chosen is for the form to say."""

    widget = RecognitionWidget

    def valid_value(self, value):
        return bool(KEY.fullmatch(value))
