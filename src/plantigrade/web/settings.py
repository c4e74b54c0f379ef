"""Django's settings, read from the environment once; a setting that cannot be is refused aloud.

PLANTIGRADE_DATA     folder of the database, the videos and the secret (default: the user's data folder)
PLANTIGRADE_DATABASE postgresql://user:password@host:5432/name (default: SQLite in the data folder)
PLANTIGRADE_VIDEOS   folder of the videos, which machines may share (default: videos in the data folder)
PLANTIGRADE_MODE     solo (one household, no account, this machine only) or team
PLANTIGRADE_HOSTS    host names that are answered besides this machine's own, with commas between
PLANTIGRADE_TZ       time zone whose midnight ends the day (default: this machine's)
PLANTIGRADE_LISTENER here (this machine), network or door (`devices.gate`); set by `serve --lan`
PLANTIGRADE_LAN      the two addresses for phones, https then http, with a comma; set by `serve --lan`
PLANTIGRADE_PROXIES  how many proxies stand before the server and name the visitor (X-Forwarded-For) and
                     the protocol (X-Forwarded-Proto): 0 to 3
PLANTIGRADE_SECURE   1 when every visitor comes by https: cookies are then sent by https alone
PLANTIGRADE_METRICS_TOKEN  whoever sends it may ask for /health/ready and /metrics, as this machine may
PLANTIGRADE_UPLOAD_MB  what may arrive at once (20000); a clip by itself never more than 4000. Of these
PLANTIGRADE_QUOTA_MB   three 0 is no limit: what the videos of a person, and the waiting films of a team, may
PLANTIGRADE_FREE_MB    take (50000), and what uploads leave free on the disk (500)
PLANTIGRADE_MAIL     smtp://user:password@host:port (with STARTTLS), smtps://... or file:///folder; without it
                     nobody can have a new password sent
PLANTIGRADE_MAIL_FROM  the sender of mails
PLANTIGRADE_LOG      plain, or json: a line for each request and job, without anything personal
"""

from __future__ import annotations

import os
from importlib.resources import files
from pathlib import Path

from plantigrade.web.database import database
from plantigrade.web.environment import (
    data_folder,
    flag,
    listed,
    mail,
    megabytes,
    one_of,
    secret_key,
    time_zone,
    videos_folder,
)

DATA = data_folder()
MODE = one_of("PLANTIGRADE_MODE", ("solo", "team"))
SECRET_KEY = secret_key(DATA)
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", *listed("PLANTIGRADE_HOSTS")]
SECURE = flag("PLANTIGRADE_SECURE")
METRICS_TOKEN = os.environ.get("PLANTIGRADE_METRICS_TOKEN", "")
LOG = one_of("PLANTIGRADE_LOG", ("plain", "json"))
LISTENER = one_of("PLANTIGRADE_LISTENER", ("here", "network", "door"))
LAN_SECURE, LAN_DOOR = (*listed("PLANTIGRADE_LAN"), "", "")[:2]

ROOT_URLCONF = "plantigrade.web.urls"
WSGI_APPLICATION = "plantigrade.web.wsgi.application"
HOME = Path(str(files("plantigrade.web")))

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_tasks",
    "django_tasks_db",
    "plantigrade.web.base",
    "plantigrade.web.accounts",
    "plantigrade.web.people",
    "plantigrade.web.home",
    "plantigrade.web.assess",
    "plantigrade.web.programme",
    "plantigrade.web.player",
    "plantigrade.web.progress",
    "plantigrade.web.tracks",
    "plantigrade.web.videos",
    "plantigrade.web.keep",
    "plantigrade.web.formats",
    "plantigrade.web.devices",
    "plantigrade.web.team",
    "plantigrade.web.roster",
    "plantigrade.web.screening",
    "plantigrade.web.care",
    "plantigrade.web.sheets",
    "plantigrade.web.api",
    "plantigrade.web.operations",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "plantigrade.web.pages",
    "plantigrade.web.pwa",
]

MIDDLEWARE = [
    "plantigrade.web.operations.watching.Watched",
    "django.middleware.security.SecurityMiddleware",
    "plantigrade.web.base.policy.ContentPolicy",
    "plantigrade.web.pages.arrivals.Arrivals",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "plantigrade.web.devices.gate.Gate",
    "plantigrade.web.accounts.solo.SoloUser",
    "plantigrade.web.base.language.KeptLanguage",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "plantigrade.web.team.doors.AccountsDoor",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "plantigrade.web.base.context.page",
                "plantigrade.web.team.context.rights",
            ],
            "builtins": ["plantigrade.web.base.templatetags.plantigrade"],
        },
    }
]

DATABASES = {"default": database(os.environ.get("PLANTIGRADE_DATABASE", ""), DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
LOGIN_URL = "account_login"
ACCOUNT_ADAPTER = "plantigrade.web.team.doors.Adapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = "username"
ACCOUNT_EMAIL_VERIFICATION = "none"  # people come by an invitation; a server at home sends no mail
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# Accounts come by an invitation alone, so nobody can take another's address by signing up first.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "plantigrade"
MFA_TOTP_TOLERANCE = 1  # a clock that is off by half a minute still opens (RFC 6238, 5.2); a code counts once
MAIL = os.environ.get("PLANTIGRADE_MAIL", "")
globals().update(mail(MAIL))
DEFAULT_FROM_EMAIL = os.environ.get("PLANTIGRADE_MAIL_FROM") or "plantigrade@localhost"

# Tries to log in are counted here. In the database, so that all processes and machines count together.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "counts_of_tries",
        "OPTIONS": {"MAX_ENTRIES": 100_000},  # with few, a flood of addresses would wash the counts away
    }
}
ALLAUTH_TRUSTED_PROXY_COUNT = int(one_of("PLANTIGRADE_PROXIES", ("0", "1", "2", "3")))
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",  # passwords and codes of the second factor alike
}
API_WRONG_TOKENS_A_MINUTE = 30  # from one address
API_REQUESTS_A_MINUTE = 300  # of one token

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

MEDIA_ROOT = videos_folder(DATA)
STATIC_URL = "/static/"
STATICFILES_DIRS = [HOME.parent / "report" / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "plantigrade.web.base.assets.Versioned"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 0  # modules import one another by plain names: asked each time, answered "unchanged"

LANGUAGE_CODE = "en"
# A language comes with its whole catalogue, never in parts (`python -m tools.words`).
LANGUAGES = [("en", "English"), ("de", "Deutsch")]
LOCALE_PATHS = [HOME.parent / "locale"]
USE_TZ = True
TIME_ZONE = time_zone()

if SECURE:
    SECURE_HSTS_SECONDS = 365 * 86_400
if ALLAUTH_TRUSTED_PROXY_COUNT:
    # The proxy ends https; without its word every form would look as if it came from elsewhere.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "plantigrade.web.pages.views.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
FILE_UPLOAD_TEMP_DIR = DATA / "incoming"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
# What arrives at once at most, what the videos of a person and the waiting films of a team may take, and
# what stays free on the disk for everything else.
UPLOAD_BYTES = megabytes("PLANTIGRADE_UPLOAD_MB", 20_000) or 10**15
QUOTA_BYTES = megabytes("PLANTIGRADE_QUOTA_MB", 50_000)
FREE_BYTES = megabytes("PLANTIGRADE_FREE_MB", 500)
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"},
        "json": {"()": "plantigrade.web.operations.json_log.JsonLine"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": LOG}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        name: {"level": "INFO" if LOG == "json" else "CRITICAL"}
        for name in ("plantigrade.requests", "plantigrade.jobs")
    },
}
