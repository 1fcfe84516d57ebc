from django.apps import AppConfig


class OpenDoorsConfig(AppConfig):
    name = "opendoors"
