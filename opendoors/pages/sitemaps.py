from opendoors.content import sitemaps
from opendoors.pages.models import Page

SECTIONS = (sitemaps.texts("pages", Page.objects.published),)
