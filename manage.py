#!/usr/bin/env python
"""Django's command line for this project."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opendoors.settings")
    try:
        from django.conf import settings
        from django.core.exceptions import ImproperlyConfigured
        from django.core.management import execute_from_command_line
    except ImportError:
        sys.exit("Django is not installed here: run `make install`, or `make run` for everything at once.")
    if not any(argument.startswith("--settings") for argument in sys.argv):
        try:
            settings.DEBUG  # noqa: B018 - without settings some commands would go on, and fail where nobody sees why
        except ImproperlyConfigured as error:
            sys.exit(str(error))
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
