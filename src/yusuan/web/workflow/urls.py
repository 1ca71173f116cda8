"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from yusuan.web.workflow import views

app_name = "workflow"
urlpatterns = [
    path("<slug:of>/<int:pk>/<slug:name>/", views.take_step, name="take"),
]
