from django.urls import path

from partners import downloads, views

app_name = "partners"

urlpatterns = [
    path("", views.overview, name="overview"),
    path("universities/", views.university_list, name="university-list"),
    path("universities/<slug:slug>/", views.university_detail, name="university-detail"),
    path("labs/", views.laboratory_list, name="laboratory-list"),
    path("labs/<slug:slug>/", views.laboratory_detail, name="laboratory-detail"),
    path("agreements/", views.agreement_list, name="agreement-list"),
    path("agreements/<slug:slug>/", views.agreement_detail, name="agreement-detail"),
    path("documents/<int:pk>/", downloads.document, name="document"),
]
