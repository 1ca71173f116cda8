"""Django's settings of a page of one's own: no database, no users, nothing that outlives the process.

Who may ask is decided in front of Django (`guard.py`). Names are Django's, those of `SECURE_CSP` Django 6's.
"""

from __future__ import annotations

import secrets
from pathlib import Path

_HERE = Path(__file__).parent.parent

# Nothing is signed with it that is read again after the process has ended.
SECRET_KEY = secrets.token_urlsafe(50)
DEBUG = False
# The guard knows the port as well.
ALLOWED_HOSTS = ["127.0.0.1"]
INSTALLED_APPS = ["yusuan.web.desk"]
MIDDLEWARE = ["yusuan.web.headers.Headers"]
ROOT_URLCONF = "yusuan.web.desk.site"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"string_if_invalid": "", "builtins": ["django.templatetags.static"]},
    }
]
DATABASES: dict[str, object] = {}
LANGUAGE_CODE = "zh-hans"
# The process keeps its own zone: nothing here asks for the time of day.
USE_TZ = False
TIME_ZONE = None
USE_I18N = False

STATIC_URL = "static/"
STATIC_ROOT = _HERE / "static"

# Nothing from elsewhere, nothing inline. `frame-src` is for the report of a check, a page of its own.
SECURE_CSP = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "connect-src": "'self'",
    "frame-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}

# Never into memory; where to is said when the place is there.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 1 << 20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 100
DATA_UPLOAD_MAX_NUMBER_FILES = 50

# Said to nobody: what is uploaded may be classified, and its name too. `--debug` adds a handler.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"nobody": {"class": "logging.NullHandler"}},
    "loggers": {
        name: {"handlers": ["nobody"], "propagate": False} for name in ("django", "waitress")
    },
}
