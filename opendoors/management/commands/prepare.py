"""What `make run` needs done before it serves: a free port, the tables, something to look at, a way to sign in."""

import os
import secrets
import socket

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from news.models import Article
from opendoors.content.models import Entry

HOST = "127.0.0.1"


class Command(BaseCommand):
    help = "Prepares a developer's machine: migrates, loads the demo into an empty database, makes the first account."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--port", default="8000")

    def handle(self, *, port: str, verbosity: int, **options):
        if not settings.DEBUG:
            raise CommandError("This is for a developer's own machine: it needs DEBUG=on (in .env).")
        require_free(port)
        call_command("migrate", verbosity=0)
        if not Article.objects.exists():
            call_command("demo", verbosity=verbosity)
        if not Entry.objects.exists():  # a database from before there was a search
            call_command("rebuild_search", verbosity=verbosity)
        how_to_sign_in = make_account()
        self.stdout.write(f"\nSite:   http://{HOST}:{port}/\nAdmin:  http://{HOST}:{port}/admin/\n{how_to_sign_in}\n")


def require_free(port: str) -> None:
    """Raise CommandError unless `port` is a port number that can be listened on."""
    if not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
        raise CommandError(f"PORT is {port!r}: it must be a number from 1 to 65535.")
    with socket.socket() as listener:
        # Like the server itself, so that a connection that is just ending does not count as taken.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, int(port)))
        except PermissionError as error:
            raise CommandError(
                f"Port {port} needs rights that you do not have: choose another, `make run PORT=8001`."
            ) from error
        except OSError as error:
            raise CommandError(f"Port {port} is taken: choose another, for instance `make run PORT=8001`.") from error


def make_account() -> str:
    """Make sure that somebody can sign in, and say how; a made-up password is told this one time."""
    users = get_user_model().objects
    name, password = os.environ.get("DJANGO_SUPERUSER_USERNAME"), os.environ.get("DJANGO_SUPERUSER_PASSWORD")
    if name and password:
        user, _created = users.get_or_create(username=name)
        user.is_staff = user.is_superuser = user.is_active = True
        if not user.check_password(password):
            user.set_password(password)
        user.save()
        return f"Sign in as {name} with the password in DJANGO_SUPERUSER_PASSWORD."
    known = users.filter(is_superuser=True, is_active=True).order_by("pk").first()
    if known:
        return (
            f"Sign in as {known.get_username()} with the password that you were shown or chose; forgotten? "
            f".venv/bin/python manage.py changepassword {known.get_username()}"
        )
    name, password = name or "admin", password or secrets.token_urlsafe(12)
    users.create_superuser(username=name, password=password)
    return f"Sign in as {name} with the password {password} (made just now, shown this once: keep it)."
