"""Rows for tests: plain functions, each with sensible defaults that a test overrides where it matters."""

from datetime import date, timedelta
from itertools import count

from django.contrib.auth.models import Group, User
from django.core.files.base import ContentFile
from django.db import connection

from news.models import Article, Topic
from opendoors.content import clock
from opendoors.content.models import Attachment, GuestLink, Image
from opendoors.content.publishing import State
from opendoors.pages.models import Deadline, Figure, MenuItem, Page
from partners.dates import Precision
from partners.models import Agreement, AgreementDocument, Field, Laboratory, StaffMembership, University

numbers = count(1)


def analyse() -> None:
    """After thousands of rows, as autovacuum does: without statistics PostgreSQL plans for empty tables."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def make_user(role: str = "", **overrides) -> User:
    """A member of staff in the group `role`; without one, an account that is no staff."""
    defaults = {"username": f"user{next(numbers)}", "is_staff": bool(role)}
    user = User.objects.create_user(**{**defaults, **overrides})
    if role:
        user.groups.add(Group.objects.get(name=role))
    return user


def make_topic(**overrides) -> Topic:
    number = next(numbers)
    return Topic.objects.create(**{"name_en": f"Topic {number}", "name_ru": f"Тема {number}", **overrides})


def make_image(**overrides) -> Image:
    """A picture's row without its file: enough where nobody opens it."""
    number = next(numbers)
    defaults = {
        "file": f"images/{number}.jpg",
        "width": 1600,
        "height": 900,
        "alt_en": f"Picture {number}",
        "alt_ru": f"Картинка {number}",
        "content_hash": f"{number:064x}",
        "renditions": [
            {"format": kind, "width": width, "name": f"images/{number}-{width}.{kind}"}
            for kind in ("avif", "webp")
            for width in (320, 640)
        ],
    }
    return Image.objects.create(**{**defaults, **overrides})


def make_attachment(**overrides) -> Attachment:
    """An attached PDF's row without its file."""
    number = next(numbers)
    defaults = {"title": f"Document {number}", "file": f"attachments/{number}.pdf", "size": 1000}
    return Attachment.objects.bulk_create([Attachment(**{**defaults, **overrides})])[0]


RELATIONS = ("topics", "universities", "laboratories", "agreements")


def make_article(**overrides) -> Article:
    """A public article of an hour ago, published the way staff do it; RELATIONS take rows.

    What stops it at the gate is let pass for the reason `waived`, if there is one.
    """
    number = next(numbers)
    defaults = {
        "title": f"Article {number}",
        "lead": f"Lead {number}.",
        "body": f"<p>Body {number}.</p>",
        "publish_at": clock.now() - timedelta(hours=1),
    }
    state, waived = overrides.pop("state", State.PUBLIC), overrides.pop("waived", "")
    relations = {name: [row.pk for row in overrides.pop(name, ())] for name in RELATIONS}
    article = Article(**{**defaults, **overrides})
    article.save_draft(by=overrides.get("created_by"), relations=relations)
    for finding in article.report().blocking if waived else ():
        article.waive(finding, by=None, reason=waived)
    if state != State.DRAFT:
        article.publish(by=overrides.get("created_by"))
    if state not in (State.DRAFT, State.PUBLIC):
        article.state = state
        article.save(update_fields=["state"])
    return article


def make_page(**overrides) -> Page:
    """A public standing page of an hour ago."""
    number = next(numbers)
    defaults = {
        "title": f"Standing page {number}",
        "lead": f"Lead {number}.",
        "body": f"<p>Body {number}.</p>",
        "publish_at": clock.now() - timedelta(hours=1),
    }
    state = overrides.pop("state", State.PUBLIC)
    page = Page(**{**defaults, **overrides})
    page.save_draft(by=None)
    if state != State.DRAFT:
        page.publish(by=None)
    if state not in (State.DRAFT, State.PUBLIC):
        page.state = state
        page.save(update_fields=["state"])
    return page


def make_menu_item(page: Page | None = None, **overrides) -> MenuItem:
    """A line of the header, after those that every site begins with; to `page`, if there is one."""
    defaults = {"menu": "header", "position": next(numbers) + 100}
    if page is not None:
        defaults["page_key"] = page.translation_key
    return MenuItem.objects.create(**{**defaults, **overrides})


def make_deadline(**overrides) -> Deadline:
    """A published one, in ten days."""
    number = next(numbers)
    defaults = {
        "title_en": f"Deadline {number}",
        "title_ru": f"Срок {number}",
        "at": clock.now() + timedelta(days=10),
        "is_published": True,
    }
    return Deadline.objects.create(**{**defaults, **overrides})


def make_figure(**overrides) -> Figure:
    """A published one with its source."""
    number = next(numbers)
    defaults = {
        "value_en": f"{number}",
        "value_ru": f"{number}",
        "label_en": f"figure {number}",
        "label_ru": f"показатель {number}",
        "as_of": date(2025, 9, 1),
        "source_name_en": f"Source {number}",
        "source_name_ru": f"Источник {number}",
        "source_url": "https://od.globaluni.ru/",
        "is_published": True,
    }
    return Figure.objects.create(**{**defaults, **overrides})


def make_guest_link(article: Article | Page, **overrides) -> GuestLink:
    """A link for a week to the newest draft."""
    defaults = {"name": "Prof. Li", "expires_at": clock.now() + timedelta(days=7)}
    if "made_by" not in overrides:
        defaults["made_by"] = getattr(article, "created_by", None) or make_user("Association editor")
    return GuestLink.objects.create(content=article, **{**defaults, **overrides})


def make_field(**overrides) -> Field:
    number = next(numbers)
    return Field.objects.create(**{"name_en": f"Field {number}", "name_ru": f"Область {number}", **overrides})


def make_university(*, staff=(), **overrides) -> University:
    """A published university; `staff` are users who belong to it."""
    number = next(numbers)
    defaults = {
        "name_en": f"University {number}",
        "name_ru": f"Университет {number}",
        "country": "RU",
        "is_published": True,
    }
    university = University.objects.create(**{**defaults, **overrides})
    for user in staff:
        StaffMembership.objects.create(user=user, university=university)
    return university


def make_laboratory(*, partners=(), fields=(), status=Laboratory.Status.ACTIVE, **overrides) -> Laboratory:
    """A published laboratory, moved to `status` the way staff do it."""
    number = next(numbers)
    defaults = {"name_en": f"Laboratory {number}", "name_ru": f"Лаборатория {number}", "is_published": True}
    laboratory = Laboratory(**{**defaults, **overrides})
    if not laboratory.host_id:
        laboratory.host = make_university()
    laboratory.save()
    laboratory.fields.set(fields)
    for partner in partners:
        laboratory.partnerships.create(university=partner)
    if status in (Laboratory.Status.SUSPENDED, Laboratory.Status.CLOSED):
        laboratory.transition(Laboratory.Status.ACTIVE)
    if status != laboratory.status:
        laboratory.transition(status)
    return laboratory


def make_agreement(*, parties=(), fields=(), status=Agreement.Status.SIGNED, **overrides) -> Agreement:
    """A published written agreement of two universities, moved to `status` the way staff do it.

    Dates without a precision are known to the day.
    """
    number = next(numbers)
    defaults = {"title_en": f"Agreement {number}", "title_ru": f"Соглашение {number}", "form": "written"}
    values = {**defaults, "is_published": True, **overrides}
    for name in Agreement.partial_dates:
        if values.get(f"{name}_on"):
            values.setdefault(f"{name}_precision", Precision.DAY)
    told = {name: values.pop(name) for name in list(values) if name.startswith(("signed_", "ended_"))}
    agreement = Agreement.objects.create(**values)
    agreement.fields.set(fields)
    for order, university in enumerate(parties or (make_university(), make_university())):
        agreement.parties.create(university=university, order=order)
    if status in (Agreement.Status.SUSPENDED, Agreement.Status.TERMINATED, Agreement.Status.SUPERSEDED):
        agreement.transition(Agreement.Status.SIGNED)
    if status != agreement.status:
        agreement.transition(status)
    if told:
        for name, value in told.items():
            setattr(agreement, name, value)
        agreement.save()
    return agreement


SMALLEST_PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def make_document(*, content: bytes = SMALLEST_PDF, **overrides) -> AgreementDocument:
    """A staff-only PDF of an agreement."""
    number = next(numbers)
    defaults = {"title": f"Document {number}", "language": "en", "file": ContentFile(content, "document.pdf")}
    if "agreement" not in overrides:
        overrides["agreement"] = make_agreement()
    return AgreementDocument.objects.create(**{**defaults, **overrides})
