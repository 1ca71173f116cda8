"""Addresses of the page."""

from __future__ import annotations

from django.urls import path

from yusuan.web.desk import views

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("put", views.put, name="put"),
    path("workbook", views.workbook, name="workbook"),
    path("end", views.end, name="end"),
    path("papers/<int:number>/", views.paper, name="paper"),
    path("papers/<int:number>/progress", views.progress, name="progress"),
    path("papers/<int:number>/again", views.again, name="again"),
    path("papers/<int:number>/publish", views.publish, name="publish"),
    path("papers/<int:number>/report.<str:form>", views.report, name="report"),
    path("papers/<int:number>/tables/<int:table>", views.table, name="table"),
    path("papers/<int:number>/figures/<int:table>-<int:figure>", views.figure, name="figure"),
    path("papers/<int:number>/public/<path:name>", views.public, name="public"),
]
