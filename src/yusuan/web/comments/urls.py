"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from yusuan.web.comments import views

app_name = "comments"
urlpatterns = [
    path("", views.threads, name="list"),
    path("books/<int:pk>/", views.of_book, name="of_book"),
    path("books/<int:pk>/open/", views.open_, name="open"),
    path("<int:pk>/", views.thread, name="thread"),
    path("books/<int:pk>/waive/", views.waive, name="waive"),
    path("waivers/<int:pk>/approve/", views.approve_waiver, name="approve_waiver"),
    path("waivers/<int:pk>/withdraw/", views.withdraw_waiver, name="withdraw_waiver"),
]
