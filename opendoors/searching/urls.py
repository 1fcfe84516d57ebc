"""The box of the admin: its page, and what it suggests."""

from django.contrib import admin
from django.urls import path

from opendoors.searching import staff

urlpatterns = [
    path("", admin.site.admin_view(staff.search_page), name="admin_search"),
    path("suggest/", admin.site.admin_view(staff.suggest), name="admin_suggest"),
]
