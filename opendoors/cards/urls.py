from django.urls import path

from opendoors.cards import views

app_name = "cards"

urlpatterns = [path("<slug:kind>/<uuid:key>/<slug:digest>.<slug:form>", views.card, name="card")]
