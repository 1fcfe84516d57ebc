import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opendoors.settings")

application = get_wsgi_application()

# Models can be imported from here on.
from django.conf import settings  # noqa: E402

from opendoors.content.caching.front import Front  # noqa: E402
from opendoors.content.caching.generations import generations  # noqa: E402

if settings.PAGE_CACHE:
    application = Front(application, generations, settings.PAGE_CACHE_MEMORY * 1024**2)
