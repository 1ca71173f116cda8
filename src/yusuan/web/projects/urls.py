"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from yusuan.web.projects import views

app_name = "projects"
urlpatterns = [
    path("", views.list_, name="list"),
    path("new/", views.new, name="new"),
    path("parts/<int:pk>/", views.choose, name="choose"),
    path("parts/<int:pk>/<str:code>/", views.chosen, name="chosen"),
    path("<str:pk>/", views.one, name="one"),
    path("<str:pk>/edit/", views.edit, name="edit"),
    path("<str:pk>/lint", views.lint, name="lint"),
    path("<str:pk>/steps/<slug:name>/", views.take, name="take"),
]
