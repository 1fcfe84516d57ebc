"""Which partners an article's text names, for the form of the admin to propose as links."""

from collections.abc import Mapping

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

from news.models.articles import LINKS
from opendoors.content.richtext import blocks
from partners.recognition import Proposal, recognise

# What readers read as the article. Its source and byline say where it comes from, not what it is about.
PLAIN = ("title", "lead", "cover_caption")


def named_partners(texts: Mapping[str, str], user: AbstractBaseUser | AnonymousUser) -> list[Proposal]:
    """`texts`: the article's fields by name, the body as HTML."""
    lines = [" ".join(texts.get(name, "").split()) for name in PLAIN]
    return recognise("\n".join([*lines, blocks(texts.get("body", ""))]), user)


def key_of(proposal: Proposal) -> str:
    """The article's field and the record's key: `universities:12`."""
    return f"{LINKS[type(proposal.record)]}:{proposal.record.pk}"
