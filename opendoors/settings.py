"""All settings, read from the environment (and from a local `.env`), safe by default.

Production needs SECRET_KEY and ALLOWED_HOSTS; everything else has a default that is right for one machine.
"""

import os
import sys
import tempfile
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from opendoors.stores import stores

BASE_DIR = Path(__file__).resolve().parent.parent
TESTING = sys.argv[1:2] == ["test"]

env = environ.Env()
if not TESTING:
    env.read_env(env.str("ENV_FILE", default=str(BASE_DIR / ".env")))  # what the environment sets itself wins


# ---- Safety ---------------------------------------------------------------------------------------------------------

DEBUG = env.bool("DEBUG", default=False) and not TESTING
SECRET_KEY = env.str("SECRET_KEY", default="only-for-the-test-run" if TESTING else "")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1"] if DEBUG or TESTING else [])

missing = [name for name, value in {"SECRET_KEY": SECRET_KEY, "ALLOWED_HOSTS": ALLOWED_HOSTS}.items() if not value]
if missing:
    raise ImproperlyConfigured(
        f"Set {' and '.join(missing)} in the environment or in .env (`make run` writes a local one; "
        "docs/operations.md lists every setting)."
    )

# Cookies, redirects and HSTS insist on https wherever the site is not a developer's own machine.
HTTPS_ONLY = env.bool("HTTPS_ONLY", default=not DEBUG and not TESTING)
# Scheme and host of every address that the site gives away (content/site_address.py); empty: as the request has it.
SITE_URL = "" if DEBUG or TESTING else f"http{'s' if HTTPS_ONLY else ''}://{ALLOWED_HOSTS[0]}"
SITE_URL = env.str("SITE_URL", default="").rstrip("/") or SITE_URL
ONE_HOST = env.bool("ONE_HOST", default=not DEBUG and not TESTING)  # others of ALLOWED_HOSTS lead to SITE_URL
SECURE_SSL_REDIRECT = SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS_ONLY
SECURE_REDIRECT_EXEMPT = [r"^health/$"]  # monitors ask the process itself
NOINDEX = env.bool("NOINDEX", default=False)  # a copy of the site: search engines are told to keep nothing of it
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS_ONLY else 0
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS_ONLY
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# Whether a proxy stands in front that sets (never passes on) X-Forwarded-Proto and appends to X-Forwarded-For.
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# One strict policy for every page: what is not named is forbidden. Forms with the editor relax it (content/richtext),
# a page with films lets their players in (news and pages), a preview stands in a frame of this site.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": NONE,
        **dict.fromkeys(("script-src", "style-src", "img-src", "font-src", "connect-src", "form-action"), SELF),
        **dict.fromkeys(("base-uri", "frame-ancestors"), NONE),
    }
}


# ---- Applications ---------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "modeltranslation",  # before the admin, which it patches
    "opendoors.content",
    "opendoors.pages",
    "partners",
    "news",
    "opendoors.apps.OpenDoorsAdminConfig",  # instead of django.contrib.admin
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "opendoors.content.static_files.LeanStaticFilesConfig",
    "django.forms",  # its templates, for the renderer below
    "django_countries",
    "ckeditor",
    "csp",
    "simple_history",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "opendoors",  # last: its admin takes over what others have registered
]

MIDDLEWARE = [
    "opendoors.doorstep.noindex",  # first: of every answer, files and errors too
    "opendoors.permissions_policy.permissions_policy",
    "opendoors.doorstep.one_host",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "opendoors.bad_requests.BadRequestMiddleware",
    "opendoors.content.visits.pages.VisitsMiddleware",  # counts pages, and nobody
    "opendoors.content.due.DueChangesMiddleware",  # scheduled changes come out before anybody is answered
    "django.contrib.sessions.middleware.SessionMiddleware",
    "opendoors.languages.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "opendoors.second_factor.gate.SecondFactorMiddleware",
    "opendoors.time_zones.TimeZoneMiddleware",  # staff's own zone, in the admin
    "opendoors.time_machine.middleware.TimeMachineMiddleware",  # the site of a later moment
    "simple_history.middleware.HistoryRequestMiddleware",  # who made a change of the register
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",  # last: it answers a locked-out sign-in
]
if DEBUG:
    MIDDLEWARE.append("opendoors.views.visitors_not_found")

ROOT_URLCONF = "opendoors.urls"
WSGI_APPLICATION = "opendoors.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "opendoors.views.brand",
            ],
        },
    }
]

FORM_RENDERER = "django.forms.renderers.TemplatesSetting"  # widgets may have templates in templates/

# CKEditor 4.22.1 is the last free release and has open advisories (ckeditor.W001). It is used only as a widget in the
# admin, its uploader is not installed, and everything it sends is cleaned by nh3 on the server before it is stored.
SILENCED_SYSTEM_CHECKS = ["ckeditor.W001"]


# ---- Data -----------------------------------------------------------------------------------------------------------

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{BASE_DIR / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Write-ahead logging lets readers and one writer work at once; a writer waits up to 20 s for another.
    DATABASES["default"].setdefault("OPTIONS", {}).update(
        transaction_mode="IMMEDIATE",
        timeout=20,
        init_command="PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    )
    if TESTING and any(argument.startswith("tests.browser") for argument in sys.argv):
        # A live server answers in threads of its own: SQLite in memory refuses what would wait for a lock in a file.
        test_file = Path(tempfile.gettempdir(), f"opendoors-browser-{os.getpid()}.sqlite3")
        DATABASES["default"]["TEST"] = {"NAME": str(test_file)}
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)  # seconds
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # A machine that does not even refuse: who waits for it is told soon.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 3)  # seconds
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Public pages are given away from the memory of each server process (content/caching).
PAGE_CACHE = env.bool("PAGE_CACHE", default=not DEBUG and not TESTING)
PAGE_CACHE_MEMORY = env.int("PAGE_CACHE_MEMORY", default=64)  # MB of each process

CACHES = {"default": env.cache("CACHE_URL", default="locmemcache://")}

FILES = BASE_DIR / "var" / "test" if TESTING else BASE_DIR / "var"  # what tests store stays apart
RUN_ROOT = env.path("RUN_ROOT", default=str(FILES / "run"))  # what processes of this machine share while they run
STATIC_URL = "/static/"
STATIC_ROOT = env.path("STATIC_ROOT", default=str(FILES / "static"))
MEDIA_URL = "/media/"
MEDIA_ROOT = env.path("MEDIA_ROOT", default=str(FILES / "media"))  # public pictures and files
PRIVATE_ROOT = env.path("PRIVATE_ROOT", default=str(FILES / "private"))  # never served by a web server
STORAGES = {
    **stores(env, PRIVATE_ROOT),  # these folders, or S3
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "opendoors.stylesheets.JoinedStylesheets",
]
# Without collectstatic: files are read where they stand.
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = DEBUG or TESTING
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024**2  # bytes; larger uploads go through a temporary file
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024**2  # bytes of a form without its files: a very long article still fits


# ---- Accounts -------------------------------------------------------------------------------------------------------

AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
if TESTING:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "admin:login"
PASSWORD_RESET_TIMEOUT = env.int("PASSWORD_RESET_TIMEOUT", default=3 * 24 * 3600)  # seconds; of invitations too
CSRF_FAILURE_VIEW = "opendoors.resending.csrf_failure"  # gives a form back that was sent with a stale token
# Staff sign in with a second factor (TOTP, RFC 6238); off only on a developer's own machine.
SECOND_FACTOR = env.bool("SECOND_FACTOR", default=not TESTING)
OTP_TOTP_ISSUER = "Open Doors"
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.5  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "opendoors.admin_site.locked_out"
AXES_CLIENT_IP_CALLABLE = "opendoors.admin_site.client_ip"
AXES_VERBOSE = False
AXES_ENABLE_ADMIN = False  # attempts are kept for the lock, not for browsing
SESSION_COOKIE_AGE = 14 * 24 * 3600  # seconds


# ---- Mail -----------------------------------------------------------------------------------------------------------

# smtp+tls://user:password@host:587, smtp+ssl://…:465, smtp://…; a developer's machine writes letters to its terminal.
vars().update(env.email_url("EMAIL_URL", default="consolemail://" if DEBUG else "smtp://localhost:25"))
EMAIL_TIMEOUT = 10  # seconds: a mail server that is away keeps nobody waiting for long
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Open Doors <no-reply@localhost>")


# ---- Languages and time ---------------------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("ru", _("Russian"))]
# Staff choose the admin's language; visitors carry it in the address and get no cookie at all.
LANGUAGE_COOKIE_PATH = "/admin/"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SECURE = HTTPS_ONLY
LANGUAGE_COOKIE_SAMESITE = "Lax"
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["opendoors.formats"]
MODELTRANSLATION_FALLBACK_LANGUAGES = ("en", "ru")
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.str("TIME_ZONE", default="Europe/Moscow")  # public pages tell the time in it; staff choose their own


# ---- The site -------------------------------------------------------------------------------------------------------

# The three brand lines of every page, most prominent first.
BRAND_NAME = env.str("BRAND_NAME", default="") or _("Open Doors")
BRAND_PROJECT = env.str("BRAND_PROJECT", default="") or _("Russian Scholarship Project")
BRAND_ASSOCIATION = env.str("BRAND_ASSOCIATION", default="") or _("“Global Universities” Association")

# What each rule of the publish gate does to what breaks it: block, warn or off. The environment names what differs, for
# instance PUBLISH_RULES=heading-order=warn,title-length=off.
PUBLISH_RULES = {
    "lead": "block",
    "title-length": "warn",
    "placeholder": "block",
    "script": "block",
    "source": "block",
    "alt-text": "block",
    "heading-order": "block",
    "link-text": "block",
    "bare-address": "warn",
    "table-headers": "block",
    "dead-link": "block",
    "old-address": "warn",
    "missing-file": "block",
}
for differing in env.list("PUBLISH_RULES", default=[]):
    rule, _is, severity = (part.strip() for part in differing.partition("="))
    PUBLISH_RULES[rule] = severity
PUBLISH_TITLE_LENGTH = env.int("PUBLISH_TITLE_LENGTH", default=110)  # characters; a longer title breaks a rule

# Under which licence the register's open data is given away: the association's to decide.
DATA_LICENCE = {
    "name": env.str("DATA_LICENCE_NAME", default="") or "CC BY 4.0",
    "url": env.str("DATA_LICENCE_URL", default="") or "https://creativecommons.org/licenses/by/4.0/",
}

LOG_LEVEL = "CRITICAL" if TESTING else env.str("LOG_LEVEL", default="WARNING")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler", "level": LOG_LEVEL}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
}
