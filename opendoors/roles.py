"""The one table of who may do what. After a change, add a migration that calls `sync` again (see 0001_roles)."""

from opendoors.content import permissions


def _all(label: str, model: str) -> set[str]:
    return {f"{label}.{verb}_{model}" for verb in ("view", "add", "change", "delete")}


# Writes and corrects articles of their own; cannot make anything public.
AUTHOR = {
    "news.view_article",
    "news.add_article",
    "news.change_article",
    "news.delete_article",
    "news.view_topic",
    "content.view_image",
    "content.add_image",
    "content.change_image",
    "content.view_attachment",
    "content.add_attachment",
}
# Edits every article and decides what is public.
EDITOR = AUTHOR | {
    "news.edit_all_articles",
    "news.publish_article",
    *_all("news", "topic"),
    *_all("news", "oldaddress"),
    *_all("content", "image"),
    *_all("content", "attachment"),
}
# Also keeps the accounts. No group is a superuser.
ADMINISTRATOR = EDITOR | {*_all("auth", "user"), "auth.view_group"}

ROLES = {"Author": AUTHOR, "Editor": EDITOR, "Administrator": ADMINISTRATOR}


def sync(**managers) -> None:
    permissions.sync(ROLES, **managers)
