from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.lookups import Regex
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from opendoors.content.fields import WebAddressField
from partners import abbreviations
from partners.dates import Edge
from partners.models.dated import PartiallyDated, precision_field
from partners.models.lists import validate_language_tag, validate_locked_fields, validate_words
from partners.models.nesting import chain, comes_round, height
from partners.models.rules import Rule, in_order, known, partial_date, web_address
from partners.models.scoped import DEEPEST, MANAGE_ALL, Scoped
from partners.models.slugs import Addressed
from partners.models.university_queries import UniversityQuerySet
from partners.ror import PATTERN as ROR_PATTERN
from partners.ror import RorIdField
from partners.vocabulary import PARTS, UniversityKind


class University(Addressed, PartiallyDated, Scoped):
    """An institution, or a part of one. Its name in its own language stands beside the translated ones."""

    Kind = UniversityKind
    partial_dates = {"member_from": Edge.START, "member_to": Edge.END}

    kind = models.CharField(_("kind"), max_length=12, choices=UniversityKind, default=UniversityKind.UNIVERSITY)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("part of")
    )
    name = models.CharField(_("name"), max_length=250)
    description = models.TextField(_("description"), blank=True, max_length=4000)
    acronym = models.CharField(_("acronym"), max_length=40, blank=True)
    aliases = models.JSONField(
        _("other names"),
        default=list,
        blank=True,
        validators=[validate_words],
        help_text=_("Names and abbreviations in any language and script: НИУ ВШЭ, 北大, PKU."),
    )
    own_name = models.CharField(_("name in its own language"), max_length=250, blank=True)
    own_language = models.CharField(
        _("its own language"),
        max_length=35,
        blank=True,
        validators=[validate_language_tag],
        help_text=_("A BCP 47 tag: ru, zh-Hans, ar."),
    )
    country = CountryField(_("country"))
    city = models.CharField(_("city"), max_length=120, blank=True)
    latitude = models.DecimalField(_("latitude"), max_digits=8, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=9, decimal_places=6, null=True, blank=True)
    founded = models.PositiveSmallIntegerField(
        _("founded"), null=True, blank=True, validators=[MinValueValidator(800), MaxValueValidator(2100)]
    )
    website = WebAddressField(_("website"), max_length=300, blank=True)
    ror_id = RorIdField(_("ROR id"), unique=True, error_messages={"unique": _("Another university has this ROR id.")})
    wikidata_id = models.CharField(
        _("Wikidata id"),
        max_length=16,
        null=True,
        blank=True,
        unique=True,
        validators=[RegexValidator(r"^Q[1-9][0-9]*\Z", _("A Q and a number, for instance Q193196."))],
        error_messages={"unique": _("Another university has this Wikidata id.")},
    )
    logo = models.ForeignKey(
        "content.Image", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("logo")
    )
    is_member = models.BooleanField(_("member of the association"), default=False)
    member_from_on = models.DateField(_("member from"), null=True, blank=True)
    member_from_precision = precision_field()
    member_to_on = models.DateField(_("member until"), null=True, blank=True)
    member_to_precision = precision_field()
    became = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name=_("became"),
        help_text=_("The institution that it has become part of or was succeeded by."),
    )
    locked_fields = models.JSONField(
        _("locked fields"),
        default=list,
        blank=True,
        validators=[validate_locked_fields],
        help_text=_("What an import may not overwrite."),
    )
    internal_notes = models.TextField(_("internal notes"), blank=True, help_text=_("Only staff see them."))

    objects = UniversityQuerySet.as_manager()

    class Meta:
        verbose_name = _("university")
        verbose_name_plural = _("universities")
        ordering = ["name", "pk"]
        permissions = [(MANAGE_ALL.partition(".")[2], _("Can edit the partners of every university"))]
        indexes = [models.Index(fields=["country", "kind"], name="partners_university_country")]
        constraints = [
            *Addressed.rules("partners_university", "name"),
            known("partners_university", "kind", UniversityKind.values),
            Rule(
                field="country",
                message=_("Please choose a country."),
                # Spelled out, because django-countries takes country__regex for a search among names.
                condition=Q(Regex(F("country"), r"^[A-Z]{2}$")),
                name="partners_university_country_form",
            ),
            Rule(
                field="parent",
                message=_("A campus, faculty, school or department is part of a university: please choose it."),
                condition=~Q(kind__in=PARTS) | Q(parent__isnull=False),
                name="partners_university_part_has_parent",
            ),
            Rule(
                field="parent",
                message=_("It cannot be a part of itself."),
                condition=Q(parent__isnull=True) | ~Q(parent=F("pk")),
                name="partners_university_not_own_parent",
            ),
            Rule(
                field="became",
                message=_("It cannot have become itself."),
                condition=Q(became__isnull=True) | ~Q(became=F("pk")),
                name="partners_university_not_own_successor",
            ),
            Rule(
                field="own_language",
                message=_("Give the name in its own language and the language, or neither."),
                condition=Q(own_name="", own_language="") | (~Q(own_name="") & ~Q(own_language="")),
                name="partners_university_own_name_has_language",
            ),
            Rule(
                field="longitude",
                message=_("Give both latitude (-90 to 90) and longitude (-180 to 180), or neither."),
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__gte=-90,
                    latitude__lte=90,
                    longitude__gte=-180,
                    longitude__lte=180,
                ),
                name="partners_university_both_coordinates",
            ),
            Rule(
                field="founded",
                message=_("A year between 800 and 2100."),
                condition=Q(founded__isnull=True) | Q(founded__gte=800, founded__lte=2100),
                name="partners_university_founded_range",
            ),
            web_address("partners_university", "website"),
            Rule(
                field="ror_id",
                message=_("This is no ROR id."),
                condition=Q(ror_id__isnull=True) | Q(ror_id__regex=ROR_PATTERN),
                name="partners_university_ror_id_form",
            ),
            Rule(
                field="wikidata_id",
                message=_("This is no Wikidata id."),
                condition=Q(wikidata_id__isnull=True) | Q(wikidata_id__regex=r"^Q[1-9][0-9]*$"),
                name="partners_university_wikidata_id_form",
            ),
            *partial_date("partners_university", "member_from", Edge.START),
            *partial_date("partners_university", "member_to", Edge.END),
            in_order(
                "partners_university",
                "member_from_on",
                "member_to_on",
                _("It cannot have left before it joined."),
            ),
            Rule(
                field="is_member",
                message=_("It has left the association, so it is no member: untick this or empty the date."),
                condition=Q(is_member=False) | Q(member_to_on__isnull=True),
                name="partners_university_member_has_not_left",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self):
        super().clean()
        self.wikidata_id = self.wikidata_id or None
        problems = {**self._chain_problems(), **self._publication_problems()}
        if problems:
            raise ValidationError(problems)

    def save(self, *args, **kwargs):
        self.wikidata_id = self.wikidata_id or None
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("partners:university-detail", args=[self.slug])

    @property
    def is_public(self) -> bool:
        return all(university.is_published for university in (self, *self.ancestors()))

    @property
    def full_name(self) -> str:
        """With what it is part of: “School of Mathematical Sciences, Tongji University”."""
        return ", ".join(university.name for university in (self, *self.ancestors()))

    @property
    def abbreviation(self) -> str:
        """As readers of the page's language know it: НИУ ВШЭ where its name is Russian, HSE where it is English."""
        return abbreviations.best(self.name, self.acronym, self.aliases)

    @property
    def abbreviation_beside_name(self) -> str:
        """Its abbreviation, unless the name tells it already."""
        return "" if abbreviations.tells(self.name, self.abbreviation) else self.abbreviation

    @property
    def ror_url(self) -> str:
        return f"https://ror.org/{self.ror_id}" if self.ror_id else ""

    @property
    def wikidata_url(self) -> str:
        return f"https://www.wikidata.org/wiki/{self.wikidata_id}" if self.wikidata_id else ""

    def ancestors(self) -> list["University"]:
        """Its parent, that one's parent and so on; each once, even where a careless hand has tied a circle."""
        return list(dict.fromkeys(chain(self, "parent")))

    def _chain_problems(self) -> dict[str, str]:
        problems = {}
        if comes_round(self, "parent"):
            problems["parent"] = _("These would be parts of one another in a circle.")
        elif self.parent_id and 1 + len(self.ancestors()) + height(self, "parent", DEEPEST) > DEEPEST:
            problems["parent"] = _("Parts can be nested four deep at most.")
        if comes_round(self, "became"):
            problems["became"] = _("These would have become one another in a circle.")
        return problems

    def _publication_problems(self) -> dict[str, str]:
        if self.is_published and self.parent and not self.parent.is_published:
            return {"is_published": _("“%s” that it is part of is not published yet.") % self.parent}
        if not self.is_published and self.pk:
            users = self._published_users()
            if users:
                return {"is_published": _("Published records name it: %s.") % ", ".join(users)}
        return {}

    def _published_users(self) -> list[str]:
        """Published records that a visitor could no longer understand if this one were hidden."""
        return [
            str(record)
            for records in (self.parts, self.agreements, self.hosted_laboratories, self.partner_laboratories)
            for record in records.filter(is_published=True)[:3]
        ]
