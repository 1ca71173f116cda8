"""The room; at the start it puts the guard before the database."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate


class JournalConfig(AppConfig):
    """The journal."""

    name = "yusuan.web.journal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """No connection without the guard."""
        from yusuan.web.acting import guard
        from yusuan.web.journal.triggers import install

        connection_created.connect(guard, dispatch_uid="write guard")
        post_migrate.connect(install, sender=self, dispatch_uid="journal triggers")
