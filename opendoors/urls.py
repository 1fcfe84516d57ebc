from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.conf.urls.static import static
from django.contrib import admin
from django.urls import include, path

from opendoors import views
from opendoors.most_read import most_read
from opendoors.searching import views as searching

urlpatterns = [
    path("admin/pictures/", include("opendoors.content.urls")),
    path("admin/search/", include("opendoors.searching.urls")),
    path("admin/visits/", admin.site.admin_view(most_read), name="admin_visits"),
    path("admin/", include("opendoors.accounts.passwords")),
    path("admin/", admin.site.urls),
    path("health/", views.health, name="health"),
    path("", include("opendoors.sitemaps.urls")),
    *i18n_patterns(
        path("", views.home, name="home"),
        path("search/", searching.search_page, name="search"),
        path("search/suggest/", searching.suggest, name="suggest"),
        path("news/", include("news.urls")),
        path("partners/", include("partners.urls")),
        path("cards/", include("opendoors.cards.urls")),
        path("guest/", include("opendoors.content.guests.urls")),
        path("", include("opendoors.pages.urls")),  # last: standing pages take what is left
        prefix_default_language=False,
    ),
    *static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT),  # only with DEBUG; nginx serves it in production
]

handler404 = "opendoors.views.not_found"
handler500 = "opendoors.views.server_error"
