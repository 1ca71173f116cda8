"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from yusuan.web.publication import doing, views

app_name = "publication"
urlpatterns = [
    path("", views.overview, name="list"),
    path("books/<int:pk>/", views.of_book, name="of_book"),
    path("books/<int:pk>/prepare/", doing.preparing, name="prepare"),
    path("books/<int:pk>/correct/", doing.correcting, name="correct"),
    path("<int:pk>/", views.one, name="one"),
    path("<int:pk>/masked/", views.masked, name="masked"),
    path("<int:pk>/difference/", views.difference, name="difference"),
    path("<int:pk>/dataset/", views.dataset, name="dataset"),
    path("<int:pk>/files/<str:digest>/", views.file, name="file"),
    path("<int:pk>/page/<str:digest>/", views.page, name="page"),
    path("<int:pk>/gates/<str:kind>/", doing.gate, name="gate"),
    path("<int:pk>/publish/", doing.publishing, name="publish"),
    path("<int:pk>/abandon/", doing.abandoning, name="abandon"),
]
