"""The one table of who may do what. After a change, add a migration that runs `migrate` again (see 0001_roles)."""

from django.contrib.auth.management import create_permissions
from django.utils.translation import gettext_lazy as _

from opendoors.content import permissions


def _all(label: str, model: str) -> set[str]:
    return {f"{label}.{verb}_{model}" for verb in ("view", "add", "change", "delete")}


# Whoever may choose partners may look them up. What they see of each is up to `visible_to` and `editable_by`.
PARTNERS_OFFERED = {
    "partners.view_university",
    "partners.view_laboratory",
    "partners.view_agreement",
    "partners.view_field",
}
# Writes and corrects articles of their own and of their universities; cannot make anything public.
AUTHOR = PARTNERS_OFFERED | {
    "news.view_article",
    "news.add_article",
    "news.change_article",
    "news.write_article",
    "news.delete_article",
    "news.view_topic",
    "content.view_image",
    "content.add_image",
    "content.change_image",
    "content.view_attachment",
    "content.add_attachment",
}
# Adds translations of their universities' articles and corrects these: the words, and nothing else of an article.
TRANSLATOR = {
    "news.view_article",
    "news.add_article",
    "news.change_article",
    "news.translate_article",
    "content.view_image",
    "content.add_image",
    "content.view_attachment",
    "content.add_attachment",
}
# Keeps the records of the universities that they belong to.
PARTNERSHIP_OFFICER = {
    *_all("partners", "university"),
    *_all("partners", "laboratory"),
    *_all("partners", "agreement"),
    "partners.view_field",
    "content.view_image",
    "content.add_image",
}
# Decides what is public of the universities that they belong to, and keeps their records.
EDITOR = (
    AUTHOR
    | TRANSLATOR
    | PARTNERSHIP_OFFICER
    | {
        "news.publish_article",
        "content.look_at_other_times",
        *_all("news", "oldaddress"),
        *_all("content", "image"),
        *_all("content", "attachment"),
    }
)
# Everything that belongs to the association alone: standing pages, menus and what the home page is made of.
PAGES = {
    *_all("pages", "page"),
    "pages.publish_page",
    *_all("pages", "oldaddress"),
    *_all("pages", "menuitem"),
    *_all("pages", "deadline"),
    *_all("pages", "figure"),
    "pages.view_homepage",
    "pages.change_homepage",
}
# Edits every article and decides what is public; keeps the partners of every university, and the association's pages.
ASSOCIATION_EDITOR = EDITOR | {
    *PAGES,
    "news.edit_all_articles",
    *_all("news", "topic"),
    "partners.manage_all_partners",
    *_all("partners", "field"),
}
# Also keeps the accounts. No group is a superuser.
ADMINISTRATOR = ASSOCIATION_EDITOR | {*_all("auth", "user"), "auth.view_group", *_all("partners", "staffmembership")}

ROLES = {
    "Author": AUTHOR,
    "Translator": TRANSLATOR,
    "Editor": EDITOR,
    "Partnership officer": PARTNERSHIP_OFFICER,
    "Association editor": ASSOCIATION_EDITOR,
    "Administrator": ADMINISTRATOR,
}

# How a role is told, and what it may do in a few words.
TOLD = {
    "Author": (_("Author"), _("writes articles of their own and of their universities; publishes nothing")),
    "Translator": (_("Translator"), _("translates articles of their universities, or of the association without one")),
    "Editor": (_("Editor"), _("writes and publishes for their universities, and keeps their partners")),
    "Partnership officer": (_("Partnership officer"), _("keeps the partners of their universities")),
    "Association editor": (_("Association editor"), _("writes and publishes everything, and keeps all partners")),
    "Administrator": (_("Administrator"), _("all that, and keeps the accounts")),
}
# Roles that can do nothing without a university.
OF_UNIVERSITIES = {"Editor", "Partnership officer"}


def label(name: str) -> str:
    """A group that is no role of ours is told by its name."""
    return str(TOLD[name][0]) if name in TOLD else name


def told(name: str) -> str:
    return f"{label(name)}: {TOLD[name][1]}" if name in TOLD else name


def sync(**managers) -> None:
    permissions.sync(ROLES, **managers)


def migrate(apps, schema_editor) -> None:
    """`sync` as a step of a migration, which depends on the latest ones of the apps whose permissions it names."""
    # Permissions are otherwise made only after all migrations have run.
    for app_config in apps.get_app_configs():
        app_config.models_module = True
        create_permissions(app_config, apps=apps, verbosity=0)
        app_config.models_module = None
    sync(
        groups=apps.get_model("auth", "Group").objects,
        permissions=apps.get_model("auth", "Permission").objects,
        must_exist=False,
    )
