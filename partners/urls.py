from django.urls import path

from partners import downloads
from partners.views import calendar, data, lists, overview, records

app_name = "partners"

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
    path("id/<uuid:public_id>/", data.by_id, name="by-id"),
    path("calendar/<slug:token>.ics", calendar.calendar, name="calendar"),
    path("documents/<int:pk>/", downloads.document, name="document"),
]
