"""One table of every URL name x every role. A new URL without a row here fails `test_every_url_has_a_row`."""

from collections.abc import Iterator

from django.conf import settings
from django.test import TestCase
from django.urls import URLPattern, get_resolver, reverse

from news.models import OldAddress
from opendoors.cards.subjects import card_of
from opendoors.pages.models import HomePage
from partners.models import CalendarToken
from tests.factories import (
    make_agreement,
    make_article,
    make_attachment,
    make_deadline,
    make_document,
    make_field,
    make_figure,
    make_guest_link,
    make_image,
    make_laboratory,
    make_menu_item,
    make_page,
    make_topic,
    make_university,
    make_user,
)

ROLES = (
    "visitor",
    "account",
    "Author",
    "Translator",
    "Partnership officer",
    "Editor",
    "Association editor",
    "Administrator",
)

OPEN = dict.fromkeys(ROLES, 200)
SIGN_IN, NO, YES = 302, 403, 200


def staff(*roles: str, answer: int = YES) -> dict[str, int]:
    """This answer to these roles, no to other staff; who is no staff is sent to sign in."""
    return {role: SIGN_IN if role in ROLES[:2] else answer if role in roles else NO for role in ROLES}


EVERYONE = staff(*ROLES)
ADMINISTRATORS = staff("Administrator")
ASSOCIATION = staff("Association editor", "Administrator")
EDITORS = ASSOCIATION | {"Editor": YES}  # each for their own university
OFFICERS = EDITORS | {"Partnership officer": YES}
WRITERS = EDITORS | {"Author": YES}
AUTHORS = WRITERS | {"Translator": YES}  # who find the article of their university, if only to read
NOBODY = staff()
MISSING = 404

STRANGER = {"Author": MISSING}  # sees records of the register, and nothing of this one in the admin
READERS = OFFICERS | {"Author": YES}
BYSTANDERS = {"Author": MISSING, "Translator": MISSING}


ASSOCIATIONS = dict.fromkeys(("view", "add", "change", "delete"), ASSOCIATION)
UNKNOWN_TO_OTHERS = {role: MISSING if answer == NO else answer for role, answer in ASSOCIATION.items()}
# What the desk has for a text that is there already, for whoever may do everything with it.
DESK = (
    "history",
    "compare",
    "revision",
    "preview",
    "visibility",
    "back",
    "guests",
    "withdraw",
    "nothing_to_translate",
    "review",
    "send-back",
    "past",
    "schedule",
)


def model(label: str, *, view: dict, add: dict, change: dict, delete: dict) -> dict[str, dict]:
    """The five admin pages of a model; its history is open to those who may view it."""
    pages = {"changelist": view, "add": add, "change": view, "delete": delete, "history": view}
    return {f"admin:{label}_{page}": answers for page, answers in pages.items()}


def register(label: str, *, delete: dict) -> dict[str, dict]:
    """Pages of a record of the officer's own university, which the Author does not belong to."""
    pages = model(label, view=OFFICERS | STRANGER, add=OFFICERS, change=OFFICERS, delete=delete)
    return {**pages, f"admin:{label}_changelist": READERS, f"admin:{label}_history": OFFICERS | BYSTANDERS}


TABLE = {
    "home": OPEN,
    "pages:page-detail": OPEN,
    "pages:deadline-list": OPEN,
    "pages:deadline-calendar": OPEN,
    "pages:one-deadline-calendar": OPEN,
    "search": OPEN,
    "suggest": OPEN,
    "health": OPEN,
    "cards:card": OPEN,
    "sitemap": OPEN,
    "sitemap-news": OPEN,
    "sitemap-section": OPEN,
    "robots": OPEN,
    "news:article-list": OPEN,
    "news:topic-detail": OPEN,
    "news:article-archive": OPEN,
    "news:article-detail": OPEN,
    "news:article-feed": OPEN,
    "news:topic-feed": OPEN,
    "news:university-feed": OPEN,
    "partners:overview": OPEN,
    "partners:university-list": OPEN,
    "partners:university-detail": OPEN,
    "partners:laboratory-list": OPEN,
    "partners:laboratory-detail": OPEN,
    "partners:agreement-list": OPEN,
    "partners:agreement-detail": OPEN,
    "partners:university-export": OPEN,
    "partners:laboratory-export": OPEN,
    "partners:agreement-export": OPEN,
    "partners:data": OPEN,
    "partners:calendar": dict.fromkeys(ROLES, 200),  # whoever knows the address; tests/partners/test_calendar.py
    "partners:by-id": dict.fromkeys(ROLES, 303),  # on to the record's page
    "partners:country-list": OPEN,
    "partners:country-detail": OPEN,
    "partners:field-list": OPEN,
    "partners:field-detail": OPEN,
    "admin_search": EVERYONE,
    "admin_suggest": EVERYONE,
    "admin_visits": EVERYONE,
    "admin:index": EVERYONE,
    "admin:time-zone": EVERYONE,
    "admin:time-machine": EDITORS,
    "admin:app_list": READERS | {"Translator": MISSING},
    "admin:second-factor": staff(*ROLES, answer=302),  # on to the index: nothing to set up where it is off
    "admin:password_change": EVERYONE,
    "admin:password_change_done": EVERYONE,
    "admin:jsi18n": EVERYONE,
    "admin:autocomplete": WRITERS,
    "admin:login": {**staff(*ROLES, answer=302), "visitor": 200, "account": 200},
    **model("news_article", view=AUTHORS, add=AUTHORS | {"Translator": 302}, change=AUTHORS, delete=EDITORS),
    **{
        f"admin:news_article_{act}": {**AUTHORS, "Partnership officer": MISSING}
        for act in ("history", "compare", "revision", "preview", "visibility")
    },
    "admin:news_article_back": {**WRITERS, "Partnership officer": MISSING},
    "admin:news_article_keep": {**AUTHORS, "visitor": 401, "account": 404, "Partnership officer": 404},
    "admin:news_article_preview_new": AUTHORS,
    "admin:news_article_guests": {**WRITERS, "Translator": MISSING, "Partnership officer": MISSING},
    "guests:page": OPEN,  # whoever knows the address; tests/news/test_guest_page.py
    "admin:news_article_withdraw": {**EDITORS, "Partnership officer": MISSING},
    "admin:news_article_nothing_to_translate": {**AUTHORS, "Partnership officer": MISSING},
    "admin:news_article_review": {**WRITERS, "Partnership officer": MISSING},
    "admin:news_article_send-back": {**EDITORS, "Partnership officer": MISSING},
    "admin:news_article_past": {**AUTHORS, "Partnership officer": MISSING},
    "admin:news_article_schedule": {**EDITORS, "Partnership officer": MISSING},
    **model("pages_page", **ASSOCIATIONS),
    **{f"admin:pages_page_{act}": UNKNOWN_TO_OTHERS for act in DESK},
    "admin:pages_page_keep": {**UNKNOWN_TO_OTHERS, "visitor": 401, "account": 404},
    "admin:pages_page_preview_new": ASSOCIATION,
    **model("pages_oldaddress", **ASSOCIATIONS),
    **model("pages_menuitem", **ASSOCIATIONS),
    **model("pages_deadline", **ASSOCIATIONS),
    **model("pages_figure", **ASSOCIATIONS),
    **model("pages_homepage", view=ASSOCIATION, add=NOBODY, change=ASSOCIATION, delete=NOBODY),
    "admin:pages_homepage_changelist": ASSOCIATION | {"Association editor": 302, "Administrator": 302},
    **model("news_topic", view=WRITERS, add=ASSOCIATION, change=ASSOCIATION, delete=ASSOCIATION),
    **model("news_oldaddress", view=EDITORS, add=EDITORS, change=EDITORS, delete=EDITORS),
    "admin:news_oldaddress_history": EDITORS | BYSTANDERS | {"Partnership officer": MISSING},
    **model("content_image", view=EVERYONE, add=EVERYONE, change=EVERYONE, delete=ASSOCIATION),
    "admin:content_checkedlink_changelist": EVERYONE,
    **model("content_attachment", view=AUTHORS, add=AUTHORS, change=ASSOCIATION, delete=ASSOCIATION),
    **register("partners_university", delete=ASSOCIATION),
    **register("partners_laboratory", delete=ASSOCIATION),
    **register("partners_agreement", delete=ASSOCIATION),
    "admin:partners_agreement_board": READERS | {"Translator": MISSING},
    "admin:partners_agreement_calendar": READERS | {"Translator": MISSING},
    "admin:partners_agreement_move": OFFICERS | BYSTANDERS,
    "admin:partners_agreement_record": OFFICERS | BYSTANDERS,
    "admin:partners_agreement_renew": OFFICERS | BYSTANDERS,
    "admin:partners_laboratory_move": OFFICERS | BYSTANDERS,
    "admin:partners_laboratory_record": OFFICERS | BYSTANDERS,
    "partners:document": OPEN,
    **model("partners_field", view=READERS, add=ASSOCIATION, change=ASSOCIATION, delete=ASSOCIATION),
    **model("auth_user", view=ADMINISTRATORS, add=ADMINISTRATORS, change=ADMINISTRATORS, delete=ADMINISTRATORS),
    "admin:auth_user_invite": ADMINISTRATORS,
    "admin:auth_user_invite_again": ADMINISTRATORS,
    "admin:auth_user_deactivate": ADMINISTRATORS,
    "admin:auth_user_hand_over": ADMINISTRATORS,
    "admin_password_reset": OPEN,
    "password_reset_done": OPEN,
    "password_reset_confirm": OPEN,  # with a link that holds no more; tests/test_accounts.py
    "password_reset_complete": OPEN,
    **model("auth_group", view=ADMINISTRATORS, add=NOBODY, change=NOBODY, delete=NOBODY),
}
PARTNERS = [name for name, answers in TABLE.items() if name.startswith("partners:") and answers is OPEN]
OF_ALL_ROWS = (
    "changelist",
    "add",
    "board",
    "calendar",
    "keep",
    "invite",
    "preview_new",
)  # pages of a model, not of one row
# Not asked for in this table, each with the reason.
ELSEWHERE = {
    "content:image-upload": "POST only; tests/content/test_upload.py",
    "admin:news_article_recognise": "POST only; tests/news/test_recognition_admin.py",
    "admin:logout": "POST only",
    "admin:language": "POST only",
    "admin:news_article_guest_revoke": "POST only; tests/news/test_guest_links_admin.py",
    "admin:time-machine-leave": "POST only; tests/test_time_machine.py",
    "admin:news_article_restore": "POST only; tests/news/test_bin.py",
    "admin:news_article_waive": "POST only; tests/news/test_gate_admin.py",
    "admin:news_article_unwaive": "POST only; tests/news/test_gate_admin.py",
    "admin:news_article_take-back": "POST only; tests/news/test_review_admin.py",
    "admin:news_article_put-aside": "POST only; tests/news/test_review_admin.py",
    "admin:news_article_throw_away": "POST only; tests/news/test_autosave_admin.py",
    **{
        f"admin:pages_page_{act}": "POST only; as for articles"
        for act in (
            "guest_revoke",
            "restore",
            "waive",
            "unwaive",
            "take-back",
            "put-aside",
            "throw_away",
        )
    },
    "admin:partners_university_restore": "POST only",
    "admin:partners_laboratory_restore": "POST only",
    "admin:partners_agreement_restore": "POST only",
    "admin:partners_agreement_calendar_revoke": "POST only",
    "admin:auth_user_reactivate": "POST only; tests/test_accounts.py",
    "admin:view_on_site": "redirects by content type",
    "admin:auth_user_password_change": "reached from the user's page",
}


def url_names(resolver=None, prefix: str = "") -> Iterator[str]:
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLPattern):
            if pattern.name:
                yield prefix + pattern.name
        else:
            yield from url_names(pattern, f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix)


def read_to_the_end(response) -> None:
    """Reading a file to its end closes it; `close()` would take PostgreSQL's connection along."""
    for _chunk in response if response.streaming else ():
        pass


class SiteCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.users = {"account": make_user()} | {role: make_user(role) for role in ROLES[2:]}
        topic = make_topic()
        owner = make_university(staff=[cls.users[role] for role in ("Author", "Translator", "Editor")])
        article = make_article(topics=(topic,), owner=owner)
        article.save_draft(by=cls.users["Author"])
        article.ask_review(by=cls.users["Author"], reviewer=cls.users["Editor"])
        old = OldAddress.objects.create(path="/news/177", article=article)
        translation = make_article(language="ru", translation_key=article.translation_key, owner=owner)
        cls.arguments = {
            "sitemap-section": ["lists", 0],
            "news:topic-detail": [topic.slug],
            "news:article-archive": [article.publish_at.year, article.publish_at.month],
            "news:article-detail": [article.slug],
            "news:article-feed": ["rss"],
            "news:topic-feed": [topic.slug, "atom"],
            "admin:news_article_revision": [article.pk, article.latest_revision_id],
            "admin:news_article_back": [article.pk, article.latest_revision_id],
            "admin:news_article_nothing_to_translate": [translation.pk],
            "admin:app_list": ["partners"],
            "guests:page": [make_guest_link(article).token],
            "password_reset_confirm": ["MQ", "old-link"],
        }
        cls.rows = {
            "news_article": article,
            "news_topic": topic,
            "news_oldaddress": old,
            "content_image": make_image(),
            "content_attachment": make_attachment(),
            "auth_user": cls.users["account"],
            "auth_group": cls.users["Author"].groups.get(),
        }
        cls._fill_register()
        cls._fill_pages()

    @classmethod
    def _fill_pages(cls):
        editor = cls.users["Association editor"]
        page, deadline = make_page(), make_deadline()
        page.save_draft(by=editor)
        page.ask_review(by=editor, reviewer=editor)
        translation = make_page(language="ru", translation_key=page.translation_key)
        card = card_of(page)
        cls.arguments |= {
            "cards:card": [card.kind, card.key, card.digest, card.form],
            "pages:page-detail": [page.slug],
            "pages:one-deadline-calendar": [deadline.public_id],
            "admin:pages_page_revision": [page.pk, page.latest_revision_id],
            "admin:pages_page_back": [page.pk, page.latest_revision_id],
            "admin:pages_page_nothing_to_translate": [translation.pk],
        }
        cls.rows |= {
            "pages_page": page,
            "pages_oldaddress": page.old_addresses.create(path="/rules-of-old"),
            "pages_menuitem": make_menu_item(page),
            "pages_deadline": deadline,
            "pages_figure": make_figure(),
            "pages_homepage": HomePage.objects.get(),
        }

    @classmethod
    def _fill_register(cls):
        university = make_university(staff=[cls.users[role] for role in ("Partnership officer", "Editor")])
        laboratory = make_laboratory(host=university)
        field = make_field()
        agreement = make_agreement(parties=[university, make_university()], fields=[field])
        cls.arguments |= {
            "news:university-feed": [university.slug, "json"],
            "partners:country-detail": [university.country.code],
            "partners:field-detail": [field.slug],
            "admin:partners_agreement_move": [agreement.pk, "suspended"],
            "admin:partners_laboratory_move": [laboratory.pk, "closed"],
            "partners:calendar": [CalendarToken.objects.issue(cls.users["Partnership officer"])],
            "partners:by-id": [university.public_id],
            "partners:document": [make_document(agreement=agreement, visibility="public").pk],
        }
        cls.rows |= {
            "partners_university": university,
            "partners_laboratory": laboratory,
            "partners_agreement": agreement,
            "partners_field": field,
        }
        for name in ("university", "laboratory", "agreement"):
            cls.arguments[f"partners:{name}-export"] = ["csv"]
            cls.arguments[f"partners:{name}-detail"] = [cls.rows[f"partners_{name}"].slug]

    def address_of(self, name):
        app, model_name, page = [*name.removeprefix("admin:").split("_", 2), "", ""][:3]
        label = f"{app}_{model_name}"
        if name not in self.arguments and label in self.rows and page not in OF_ALL_ROWS:
            return reverse(name, args=[self.rows[label].pk])
        address = reverse(name, args=self.arguments.get(name))
        if name == "admin:autocomplete":
            address += "?app_label=news&model_name=article&field_name=topics"
        return address


class SiteTests(SiteCase):
    def test_every_url_has_a_row(self):
        self.assertEqual(set(url_names()) - set(TABLE) - set(ELSEWHERE), set())

    def test_every_url_for_every_role(self):
        for role in ROLES:
            self.client.logout()
            if role in self.users:
                self.client.force_login(self.users[role])
            for name, answers in TABLE.items():
                with self.subTest(role=role, url=name):
                    response = self.client.get(self.address_of(name))
                    read_to_the_end(response)
                    self.assertEqual(response.status_code, answers[role])

    def test_nothing_but_previews_may_stand_in_a_frame(self):
        self.client.force_login(self.users["Administrator"])
        for name in TABLE:
            with self.subTest(url=name):
                response = self.client.get(self.address_of(name))
                read_to_the_end(response)
                framed = name.removesuffix("_new") in ("admin:news_article_preview", "admin:pages_page_preview")
                ancestors, options = ("'self'", "SAMEORIGIN") if framed else ("'none'", "DENY")
                self.assertIn(f"frame-ancestors {ancestors}", response["Content-Security-Policy"])
                self.assertEqual(response["X-Frame-Options"], options)

    def test_every_public_page_in_every_language(self):
        for code, _name in settings.LANGUAGES[1:]:
            names = ("home", "search", "news:article-list", "news:article-archive", "pages:deadline-list", *PARTNERS)
            for name in names:
                with self.subTest(language=code, url=name):
                    response = self.client.get(f"/{code}{self.address_of(name)}")
                    read_to_the_end(response)
                    self.assertEqual(response.status_code, 200)
