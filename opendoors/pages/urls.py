from django.urls import path

from opendoors.pages import views

app_name = "pages"

urlpatterns = [
    path("deadlines/", views.deadline_list, name="deadline-list"),
    path("deadlines.ics", views.deadline_calendar, name="deadline-calendar"),
    path("deadlines/<uuid:public_id>.ics", views.one_deadline_calendar, name="one-deadline-calendar"),
    path("<slug:slug>/", views.page_detail, name="page-detail"),  # last: any word could be a page's
]
