from django.urls import path

from opendoors.content import views

app_name = "content"
urlpatterns = [path("upload/", views.image_upload, name="image-upload")]
