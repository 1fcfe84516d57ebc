"""The choices of the register that have no table of moves (those have: `partners/transitions.py`)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class UniversityKind(models.TextChoices):
    UNIVERSITY = "university", _("University")
    INSTITUTE = "institute", _("Institute")
    ACADEMY = "academy", _("Academy")
    CAMPUS = "campus", _("Campus")
    FACULTY = "faculty", _("Faculty")
    SCHOOL = "school", _("School")
    DEPARTMENT = "department", _("Department")
    ORGANISATION = "organisation", _("Organisation")


PARTS = (UniversityKind.CAMPUS, UniversityKind.FACULTY, UniversityKind.SCHOOL, UniversityKind.DEPARTMENT)


class PartnerRole(models.TextChoices):
    PARTNER = "partner", _("Partner")
    COFOUNDER = "cofounder", _("Co-founder")
    COORDINATOR = "coordinator", _("Coordinator")
    FUNDER = "funder", _("Funder")


class AgreementForm(models.TextChoices):
    WRITTEN = "written", _("Written agreement")
    LETTERS = "letters", _("Exchange of letters")
    ORAL = "oral", _("Oral agreement")
    NOT_STATED = "not_stated", _("Form not stated")


class AgreementKind(models.TextChoices):
    FRAMEWORK = "framework", _("Framework agreement")
    MEMORANDUM = "memorandum", _("Memorandum of understanding")
    STUDENT_EXCHANGE = "student_exchange", _("Student exchange")
    STAFF_EXCHANGE = "staff_exchange", _("Staff exchange")
    DOUBLE_DEGREE = "double_degree", _("Double degree")
    JOINT_PROGRAMME = "joint_programme", _("Joint programme")
    JOINT_LABORATORY = "joint_laboratory", _("Joint laboratory")
    JOINT_RESEARCH = "joint_research", _("Joint research")
    OTHER = "other", _("Other")


class Renewal(models.TextChoices):
    NOT_STATED = "not_stated", pgettext_lazy("renewal", "Not stated")
    NONE = "none", pgettext_lazy("renewal", "None")
    BY_AGREEMENT = "by_agreement", pgettext_lazy("renewal", "By agreement")
    AUTOMATIC = "automatic", pgettext_lazy("renewal", "Automatic")


class Activity(models.TextChoices):
    STUDENT_EXCHANGE = "student_exchange", _("Exchange of students")
    STAFF_EXCHANGE = "staff_exchange", _("Exchange of teachers and researchers")
    JOINT_PROGRAMMES = "joint_programmes", _("Joint study programmes")
    JOINT_RESEARCH = "joint_research", _("Joint research")
    EVENTS = "events", _("Joint events")
    GRANT_COMPETITIONS = "grant_competitions", _("Joint bids for grants")
    LANGUAGE_AND_CULTURE = "language_and_culture", _("Exchange of languages and cultures")
    EXPERIENCE = "experience", _("Exchange of experience")
    PUBLICATIONS = "publications", _("Joint publications")
    OTHER = "other", _("Other")
