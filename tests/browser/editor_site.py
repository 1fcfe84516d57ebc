"""A small admin of its own around the editor: the kit's parts as any admin may use them."""

from django import forms
from django.contrib import admin
from django.urls import path

from news.models import Article
from opendoors.content.admin import EditorAdmin, PictureUploadAdmin
from opendoors.content.forms import PictureUploadMixin
from opendoors.content.richtext import richtext_field
from opendoors.urls import urlpatterns as whole_site


class TextForm(PictureUploadMixin, forms.ModelForm):
    body = richtext_field(required=False)

    class Meta:
        model = Article
        fields = ["title", "slug", "body", "cover"]


class TextAdmin(PictureUploadAdmin, EditorAdmin, admin.ModelAdmin):
    form = TextForm


site = admin.site.__class__(name="desk")  # with what ours adds to Django's
site.register(Article, TextAdmin)
urlpatterns = [path("desk/", site.urls), *whole_site]
