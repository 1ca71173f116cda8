"""Django's settings of the working place: what an installation may choose is read from its folder, the rest is here."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import dj_database_url

from yusuan.web.installation import STATIC, installation
from yusuan.web.serving.logs import logging_of

_HERE = Path(__file__).parent
PLACE = installation()

SECRET_KEY = PLACE.secret
DEBUG = False
ALLOWED_HOSTS = PLACE.hosts
_ROOMS = (
    "accounts",
    "organisation",
    "budgets",
    "workflow",
    "versions",
    "comments",
    "projects",
    "publication",
    "journal",
    "tasks",
    "frame",
)
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    *(f"yusuan.web.{room}" for room in _ROOMS),
]
MIDDLEWARE = [
    "yusuan.web.serving.logs.RequestLog",
    "yusuan.web.headers.Headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "yusuan.web.asking.Asking",
    "yusuan.web.accounts.required.Required",
]
ROOT_URLCONF = "yusuan.web.urls"
WSGI_APPLICATION = "yusuan.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [_HERE / "frame" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "string_if_invalid": "",
            "builtins": [
                "django.templatetags.static",
                "django.templatetags.i18n",
                "yusuan.web.frame.templatetags.written",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "yusuan.web.frame.context.frame",
            ],
        },
    }
]

DATABASES: dict[str, Any] = {
    "default": dj_database_url.parse(PLACE.database_url, conn_max_age=600, conn_health_checks=True)
}
_DATABASE = DATABASES["default"]
_DATABASE["ATOMIC_REQUESTS"] = False
if _DATABASE["ENGINE"].endswith("sqlite3"):
    # Without IMMEDIATE two writers find "database is locked"; FULL: what was answered is on the disk.
    _DATABASE["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
else:
    # A database that is away is said at once.
    _DATABASE.setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Counted in the database, so that all workers count together.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "yusuan_cache",
    }
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name"), "max_similarity": 0.6},
    },
    {
        "NAME": "yusuan.web.accounts.length.LongEnough",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "yusuan.web.accounts.adapter.Closed"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_REAUTHENTICATION_TIMEOUT = 30 * 60
# Wrong passwords: five in a quarter of an hour by name, five a minute by address.
ACCOUNT_RATE_LIMITS = {"login_failed": "5/m/ip,5/15m/key"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "预算编审"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "/static/"
STATIC_ROOT = PLACE.home / STATIC
STATICFILES_DIRS = [_HERE / "static"]
# Hashed names last for ever (whitenoise says so to browsers); collected at each start.
WHITENOISE_MAX_AGE = 3600
STORAGES = {
    "staticfiles": {"BACKEND": "yusuan.web.serving.storage.Hashed"},
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": PLACE.files},
    },
}

SESSION_COOKIE_AGE = 8 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_USE_SESSIONS = True
CSRF_FAILURE_VIEW = "yusuan.web.frame.failing.forged"
_IS_HTTPS = bool(PLACE.options.get("https", False))
# Browsers take a cookie of this name from nobody but this host, by TLS.
SESSION_COOKIE_NAME = "__Host-session" if _IS_HTTPS else "sessionid"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _IS_HTTPS
SECURE_SSL_REDIRECT = _IS_HTTPS
# Asked on the machine itself, without the proxy.
SECURE_REDIRECT_EXEMPT = [r"^health$"]
SECURE_HSTS_SECONDS = 31536000 if _IS_HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _IS_HTTPS else None
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in PLACE.hosts] if _IS_HTTPS else []
# One proxy stands in front then, and says who asked; else nobody is believed. Wrong passwords are counted by address.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if _IS_HTTPS else 0
SILENCED_SYSTEM_CHECKS = [
    # X-Frame-Options: `frame-ancestors` of the policy says it, and what may be framed by ourselves says otherwise.
    "security.W002",
    # Other hosts below this name, and lists of browsers, are for the owner of the domain.
    "security.W005",
    "security.W021",
]

# Nothing from elsewhere, nothing inline. Names are Django 6's.
SECURE_CSP = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "connect-src": "'self'",
    "frame-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}

FILE_UPLOAD_HANDLERS = ["yusuan.web.uploading.ToDisk"]
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 << 20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
DATA_UPLOAD_MAX_NUMBER_FILES = 5

LOGGING = logging_of(PLACE.home)
