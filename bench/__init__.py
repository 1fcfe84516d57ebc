"""Benchmarks: commands that print a table. They make a database of their own, fill it and throw it away again."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opendoors.settings")
os.environ.update(
    DEBUG="on", SECRET_KEY="of-the-benchmark", HTTPS_ONLY="off", SECOND_FACTOR="off", ENV_FILE="/dev/null"
)
django.setup()
