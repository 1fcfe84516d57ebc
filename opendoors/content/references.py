"""Keeps what is linked to: deleting the far side of a many-to-many link is refused instead of dropping the link."""

from django.db import models
from django.db.models.fields.related import ManyToManyDescriptor


def protect(descriptor: ManyToManyDescriptor, target: str) -> None:
    """Refuse to delete a row that `descriptor` (`Model.field`) links to; `target` names the link's key to it.

    Django offers no on_delete for the table that it makes itself, and would delete the links without a word.
    """
    through = descriptor.through
    through._meta.get_field(target).remote_field.on_delete = models.PROTECT
    source = next(field.name for field in through._meta.fields if field.is_relation and field.name != target)
    through.__str__ = lambda link: str(getattr(link, source))
    # A refusal lists the links: by the name of what has them, since Django's own name for a link has no translation.
    through._meta.verbose_name = descriptor.field.model._meta.verbose_name
