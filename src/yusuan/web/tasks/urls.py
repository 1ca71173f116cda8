"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from yusuan.web.tasks import views

app_name = "tasks"
urlpatterns = [path("<int:pk>/", views.state, name="state")]
