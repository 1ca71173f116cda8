"""All addresses. The token of `yusuan open` stands before them, and is taken off by the guard."""

from __future__ import annotations

from django.conf import settings
from django.urls import include, path
from django.views.static import serve

urlpatterns = [
    path("static/<path:path>", serve, {"document_root": settings.STATIC_ROOT}),
    path("", include("yusuan.web.desk.urls")),
]
handler404 = "yusuan.web.desk.views.missing"
handler500 = "yusuan.web.desk.views.broken"
handler400 = "yusuan.web.desk.views.misunderstood"
