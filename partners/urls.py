from django.urls import path, register_converter
from django.urls.converters import UUIDConverter

from partners import downloads
from partners.views import calendar, data, lists, overview, places, records

app_name = "partners"


class Identifier(UUIDConverter):
    """Read in capitals as well, as RFC 9562 asks; written in small letters."""

    regex = UUIDConverter.regex.replace("a-f", "a-fA-F")


register_converter(Identifier, "identifier")

urlpatterns = [
    path("", overview.overview, name="overview"),
    path("universities/", lists.university_list, name="university-list"),
    path("universities/<slug:slug>/", records.university_detail, name="university-detail"),
    path("labs/", lists.laboratory_list, name="laboratory-list"),
    path("labs/<slug:slug>/", records.laboratory_detail, name="laboratory-detail"),
    path("agreements/", lists.agreement_list, name="agreement-list"),
    path("agreements/<slug:slug>/", records.agreement_detail, name="agreement-detail"),
    path("universities.<slug:form>", data.export, {"dataset": "universities"}, name="university-export"),
    path("labs.<slug:form>", data.export, {"dataset": "labs"}, name="laboratory-export"),
    path("agreements.<slug:form>", data.export, {"dataset": "agreements"}, name="agreement-export"),
    path("data/", data.data, name="data"),
    path("id/<identifier:public_id>/", data.by_id, name="by-id"),
    path("calendar/<slug:token>.ics", calendar.calendar, name="calendar"),
    path("countries/", places.country_list, name="country-list"),
    path("countries/<str:code>/", places.country_detail, name="country-detail"),
    path("fields/", places.field_list, name="field-list"),
    path("fields/<slug:slug>/", places.field_detail, name="field-detail"),
    path("documents/<int:pk>/", downloads.document, name="document"),
]
