"""Addresses of the room; the home page has the bare one."""

from __future__ import annotations

from django.urls import path

from yusuan.web.workflow.ceilings.views import of_year
from yusuan.web.workflow.views import take_step

app_name = "workflow"
urlpatterns = [
    path("ceilings/<int:year>/", of_year, name="ceilings"),
    path("<str:of>/<int:pk>/<str:name>/", take_step, name="take"),
]
