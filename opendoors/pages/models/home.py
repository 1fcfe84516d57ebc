from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from opendoors.content.fields import LinkField

ONLY = 1  # the key of the one row


class HomePageManager(models.Manager):
    def current(self) -> "HomePage":
        """The one row; before anybody has made it, what it would hold."""
        return self.first() or HomePage()


class HomePage(models.Model):
    """What stands on the home page besides news: one row. A text that is empty is the site's own."""

    statement_title = models.CharField(_("statement"), max_length=120, blank=True)
    statement_text = models.TextField(_("text of the statement"), max_length=600, blank=True)
    action_label = models.CharField(_("label of the button"), max_length=60, blank=True)
    action_address = LinkField(_("address of the button"), max_length=500, blank=True)
    deadlines_shown = models.PositiveSmallIntegerField(
        _("deadlines shown"), default=3, validators=[MaxValueValidator(12)], help_text=_("0 for none")
    )
    shows_figures = models.BooleanField(_("shows figures"), default=True)
    shows_partners = models.BooleanField(_("shows partners"), default=True)

    objects = HomePageManager()

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home page")
        constraints = [models.CheckConstraint(condition=Q(pk=ONLY), name="pages_homepage_only_one")]

    def __str__(self) -> str:
        return str(_("Home page"))

    def save(self, *args, **kwargs):
        self.pk = ONLY
        super().save(*args, **kwargs)

    @property
    def has_action(self) -> bool:
        return bool(self.action_label and self.action_address)
