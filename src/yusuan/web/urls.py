"""All addresses, a room a line. Free for what follows: /open/ (public portal), /api/, /inbox/ (inspection)."""

from __future__ import annotations

from django.urls import include, path

from yusuan.web.serving.health import health
from yusuan.web.workflow.views import home

urlpatterns = [
    path("", home, name="home"),
    path("health", health, name="health"),
    path("accounts/", include("yusuan.web.accounts.urls")),
    path("users/", include("yusuan.web.accounts.users.urls")),
    path("steps/", include("yusuan.web.workflow.urls")),
    path("base/", include("yusuan.web.organisation.urls")),
    path("budgets/", include("yusuan.web.budgets.urls")),
    path("projects/", include("yusuan.web.projects.urls")),
    path("comments/", include("yusuan.web.comments.urls")),
    path("versions/", include("yusuan.web.versions.urls")),
    path("publications/", include("yusuan.web.publication.urls")),
    path("journal/", include("yusuan.web.journal.urls")),
    path("tasks/", include("yusuan.web.tasks.urls")),
]

handler400 = "yusuan.web.frame.failing.bad_request"
handler404 = "yusuan.web.frame.failing.not_found"
handler500 = "yusuan.web.frame.failing.server_error"
