from django.urls import path

from opendoors.sitemaps import views

urlpatterns = [
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("sitemap-news.xml", views.sitemap_news, name="sitemap-news"),
    path("sitemap-<slug:name>-<int:number>.xml", views.sitemap_section, name="sitemap-section"),
    path("robots.txt", views.robots, name="robots"),
]
