"""Addresses of the room; the home page has the bare one."""

from __future__ import annotations

from django.urls import path

from yusuan.web.workflow.views import take_step

app_name = "workflow"
urlpatterns = [path("<str:of>/<int:pk>/<str:name>/", take_step, name="take")]
