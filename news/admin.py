from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from modeltranslation.admin import TranslationAdmin

from news.forms import ArticleForm
from news.models import Article, OldAddress, Topic
from news.recognition import MOST, TEXTS, named_partners, told
from news.rights import ArticleRights
from news.standing import ArticleStanding
from news.views import article_page
from opendoors.content.admin import EditorAdmin, MissingIs404, PictureUploadAdmin
from opendoors.content.desk import AddressedAdmin, ReviewFilter, StatusFilter, TranslationFilter
from opendoors.content.moments import IN_WHICH_ZONE
from opendoors.content.pictures import smallest
from partners.admin.scoped import OffersVisible


@admin.register(Article)
class ArticleAdmin(ArticleRights, ArticleStanding, OffersVisible, PictureUploadAdmin, EditorAdmin, AddressedAdmin):
    form = ArticleForm
    list_display = (
        "title",
        "thumbnail",
        "status_label",
        "language",
        "in_other_languages",
        "topic_names",
        "date",
        "last_change",
    )
    list_filter = (StatusFilter, ReviewFilter, TranslationFilter, "language", "topics", "is_featured")
    list_select_related = ("cover", "latest_revision__author")
    list_per_page = 50
    search_fields = ("title", "slug", "lead", "byline")
    search_help_text = _("Words of the title, address, lead or byline")
    ordering = ("-latest_revision_id",)
    autocomplete_fields = (
        "cover",
        "topics",
        "attachments",
        "universities",
        "laboratories",
        "agreements",
        "owner",
    )
    prepopulated_fields = {"slug": ("title",)}
    unrevised_fields = {"owner": _("owner"), **AddressedAdmin.unrevised_fields}
    fieldsets = (
        (None, {"fields": ("language", "title", "slug", "lead", "body")}),
        (
            _("Cover"),
            {
                "fields": (
                    "cover",
                    "picture_upload",
                    ("picture_alt", "picture_is_decorative"),
                    "picture_credit",
                    "cover_caption",
                )
            },
        ),
        (_("About"), {"fields": ("topics", "recognised", "universities", "laboratories", "agreements", "owner")}),
        (_("Sources"), {"fields": ("byline", "source_name", "source_url", "attachments", "corrections")}),
        (
            _("Publishing"),
            {
                "fields": ("publish_at", "expire_at", "is_featured"),
                "description": IN_WHICH_ZONE,
            },
        ),
        (_("Translations"), {"fields": ("translation_of", "original_language")}),
    )

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("topics")

    def get_urls(self):
        recognise = self.admin_site.admin_view(self.recognise_view)
        return [path("recognise/", recognise, name="news_article_recognise"), *super().get_urls()]

    @method_decorator(require_POST)
    def recognise_view(self, request):
        """The partners that a text still being written names, as JSON. Nothing is kept."""
        if not (self.has_add_permission(request) or self.has_change_permission(request)):
            raise PermissionDenied
        texts = {name: request.POST.get(name, "") for name in TEXTS}
        if sum(map(len, texts.values())) > MOST:
            return JsonResponse({"error": _("The text is too long to look for partners in it.")}, status=413)
        return JsonResponse({"proposals": [told(proposal) for proposal in named_partners(texts, request.user)]})

    def save_model(self, request, obj, form, change):
        if not change:
            obj.created_by = request.user
        super().save_model(request, obj, form, change)
        if "owner" in form.changed_data:
            # Who may edit it is no part of the text: it holds at once, whatever is published when.
            obj.save(update_fields=["owner"])

    def page_of(self, request, content, notice):
        return article_page(request, content, notice=notice)

    @admin.display(description=_("cover"))
    def thumbnail(self, article: Article) -> str:
        if not article.cover:
            return "–"
        return format_html('<img src="{}" alt="" width="80" loading="lazy">', smallest(article.cover, 160))

    @admin.display(description=_("topics"))
    def topic_names(self, article: Article) -> str:
        return ", ".join(topic.name for topic in article.topics.all())


@admin.register(Topic)
class TopicAdmin(MissingIs404, TranslationAdmin):
    list_display = ("name_en", "name_ru", "slug_en", "slug_ru")
    search_fields = ("name_en", "name_ru")


@admin.register(OldAddress)
class OldAddressAdmin(MissingIs404, admin.ModelAdmin):
    list_display = ("path", "article")
    list_select_related = ("article",)
    search_fields = ("path", "article__title")
    autocomplete_fields = ("article",)

    def get_queryset(self, request):
        return super().get_queryset(request).filter(article__in=Article.objects.publishable_by(request.user))

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "article":
            kwargs["queryset"] = Article.objects.publishable_by(request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
