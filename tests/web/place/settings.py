"""The working place as tests run it: an installation of its own in a temporary folder, SQLite or `DATABASE_URL`."""

import os
import tempfile
from pathlib import Path

_home = Path(os.environ.get("YUSUAN_HOME") or tempfile.mkdtemp(prefix="yusuan-tests-"))
os.environ["YUSUAN_HOME"] = str(_home)
if not (_home / "secret.key").exists():
    (_home / "secret.key").write_text("of tests only: nothing outlives them\n")

if not (_home / "yusuan.toml").exists():
    # Two steps are asked of nobody, but in the tests that ask for them.
    (_home / "yusuan.toml").write_text("mfa_roles = []\n")

(_home / "static").mkdir(exist_ok=True)

from yusuan.web.settings import *  # noqa: E402, F403
from yusuan.web.settings import STORAGES  # noqa: E402

# A test signs in hundreds of times.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]

# Nothing is collected: files are found where they are written.
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
