from django.urls import path

from opendoors.content.guests import views

app_name = "guests"
# Without a slash at its end, and with whatever follows: nothing leads to it by a redirect that would be kept.
urlpatterns = [path("<path:token>", views.guest_page, name="page")]
