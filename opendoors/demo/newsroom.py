"""Loads the demo's topics and articles, by the models' own route: revisions, cleaning and renditions as for staff.

An article is known by its translation key or by its language and address, a topic by its name or address, so that
what a person has edited, renamed or put into the bin since stays as it is.
"""

import uuid
from datetime import datetime, time, timedelta
from io import BytesIO

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from news import recognition
from news.models import Article, Topic
from news.models.articles import LINKS
from opendoors.content import clock
from opendoors.content.images import store_picture
from opendoors.content.models import Attachment, Image
from opendoors.demo import texts
from opendoors.demo.arches import draw
from opendoors.demo.loading import Demo, Tally
from opendoors.demo.texts import Text

KEYS = uuid.UUID("6a3f0c52-5d0e-4b8e-9d5c-0f4b1f0a7c11")  # the name space of the demo's translation keys
LANGUAGES = [code for code, _name in settings.LANGUAGES]


def load_topics(demo: Demo) -> Tally:
    missing = [row for row in texts.topics() if not topic_like(row)]
    with transaction.atomic():
        for row in missing:
            Topic.objects.create(**{name: value for name, value in row.items() if name != "key"})
    return Tally("Topics", len(missing), len(texts.topics()) - len(missing))


def load_articles(demo: Demo) -> Tally:
    added = found = 0
    topics = {row["key"]: topic_like(row) for row in texts.topics()}
    for story in texts.stories():
        missing = [text for text in story.texts if not is_loaded(text)]
        found += len(story.texts) - len(missing)
        if not missing:
            continue
        if not added:
            demo.say("Each picture takes about a second:")
        # Encoding takes seconds, so the pictures come before the transaction.
        pictures = {name: picture(name, alts, demo.picture_width) for name, alts in story.drawings().items()}
        with transaction.atomic():
            for text in missing:
                write(text, pictures, [topics[key].pk for key in text.topics])
        added += len(missing)
        demo.say(f"  {story.number}  {story.texts[0].title}  ({', '.join(text.language for text in missing)})")
    return Tally("Articles", added, found)


def topic_like(row: dict[str, str]) -> Topic | None:
    same = Q()
    for language in LANGUAGES:
        same |= Q(**{f"slug_{language}": row[f"slug_{language}"]}) | Q(**{f"name_{language}": row[f"name_{language}"]})
    return Topic.objects.filter(same).first()


def translation_key(text: Text) -> uuid.UUID:
    return uuid.uuid5(KEYS, text.number)


def is_loaded(text: Text) -> bool:
    same = Q(translation_key=translation_key(text)) | Q(slug=text.slug)
    return Article.objects.filter(same, language=text.language).exists()


def picture(name: str, alts: dict[str, str], width: int) -> Image:
    """The drawing in the library; drawn again, it is the same file, and the library knows it."""
    out = BytesIO()
    draw(name, width).save(out, "JPEG", quality=94, subsampling=0)
    file = SimpleUploadedFile(f"{name}.jpg", out.getvalue(), "image/jpeg")
    descriptions = {f"alt_{language}": alt for language, alt in alts.items()}
    return store_picture(file, by=None, credit="Open Doors", licence="CC0 1.0", **descriptions)


def attachment(drawing: str, title: str) -> Attachment:
    """The drawing as a page to print."""
    known = Attachment.objects.filter(title=title).first()
    if known:
        return known
    out = BytesIO()
    draw(drawing).save(out, "PDF", resolution=150, title=title)
    return Attachment.objects.create(title=title, file=ContentFile(out.getvalue(), name=f"{drawing}.pdf"))


def write(text: Text, pictures: dict[str, Image], topics: list[int]) -> None:
    publish_at, expire_at = moments(text)
    article = Article(
        language=text.language,
        translation_key=translation_key(text),
        title=text.title,
        slug=text.slug,
        lead=text.lead,
        body=text.body_with({name: image.file.url for name, image in pictures.items()}),
        cover=pictures[text.number] if text.cover else None,
        byline=text.byline,
        source_name=text.source_name,
        source_url=text.source_url,
        is_featured=text.is_featured,
        corrections=text.corrections,
        publish_at=publish_at,
        expire_at=expire_at,
    )
    files = [attachment(**row).pk for row in text.attachments]
    article.save_draft(by=None, relations={"topics": topics, "attachments": files, **partners(article)})
    if text.state != "draft":
        article.publish(by=None)


def partners(article: Article) -> dict[str, list[int]]:
    """Links to the partners that its text names, as an editor who accepts each proposal makes them."""
    links: dict[str, list[int]] = {name: [] for name in LINKS.values()}
    texts = {name: getattr(article, name) for name in recognition.TEXTS}
    for proposal in recognition.named_partners(texts, AnonymousUser()):
        links[LINKS[type(proposal.record)]].append(proposal.record.pk)
    return links


def moments(text: Text) -> tuple[datetime | None, datetime | None]:
    """When it becomes public and when it ends, seen from the day of loading."""
    today = timezone.localtime(clock.now()).date()

    def moment(days: int, hour: int, minute: int = 0) -> datetime:
        return timezone.make_aware(datetime.combine(today + timedelta(days), time(hour, minute)))

    if text.state == "scheduled":
        return moment(30, 10), None
    if text.state == "expired":
        return moment(-3, 10), moment(-1, 23, 59)
    return text.published_at, None
