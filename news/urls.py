from django.urls import path

from news import views

app_name = "news"

urlpatterns = [
    path("", views.article_list, name="article-list"),
    path("topics/<slug:slug>/", views.topic_detail, name="topic-detail"),
    path("archive/<int:year>/<int:month>/", views.article_archive, name="article-archive"),
    path("<slug:slug>/", views.article_detail, name="article-detail"),
]
