from django.urls import path

from news import views
from news.feeds import views as feeds

app_name = "news"

urlpatterns = [
    path("", views.article_list, name="article-list"),
    path("topics/<slug:slug>/", views.topic_detail, name="topic-detail"),
    path("archive/<int:year>/<int:month>/", views.article_archive, name="article-archive"),
    path("feed.<slug:form>", feeds.article_feed, name="article-feed"),
    path("topics/<slug:slug>/feed.<slug:form>", feeds.topic_feed, name="topic-feed"),
    path("universities/<slug:slug>/feed.<slug:form>", feeds.university_feed, name="university-feed"),
    path("<slug:slug>/", views.article_detail, name="article-detail"),
]
