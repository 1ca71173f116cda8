"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from yusuan.web.budgets import books, consolidation, findings, tables
from yusuan.web.budgets.entry import views as entry
from yusuan.web.budgets.exchange import views as exchange
from yusuan.web.budgets.texts import views as texts
from yusuan.web.organisation.by_standard.views import by_standard
from yusuan.web.workflow.ceilings import views as ceilings

app_name = "budgets"
urlpatterns = [
    path("", books.list_, name="list"),
    path("<int:pk>/", books.book, name="book"),
    path("<int:pk>/findings/", findings.findings, name="findings"),
    path("<int:pk>/tables/", tables.tables, name="tables"),
    path("<int:pk>/tables/<slug:table>/", tables.tables, name="table"),
    path("<int:pk>/figures/<slug:table>/<int:number>/", tables.figure, name="figure"),
    path("<int:pk>/consolidation/", consolidation.consolidation, name="consolidation"),
    path("<int:pk>/ceilings/", ceilings.ceilings, name="ceilings"),
    path("<int:pk>/texts/", texts.texts, name="texts"),
    path("<int:pk>/preview/", texts.preview, name="preview"),
    path("<int:pk>/preview/page", texts.preview_page, name="preview_page"),
    path("parts/<int:pk>/", entry.part, name="part"),
    path("parts/<int:pk>/import/", exchange.import_, name="import"),
    path("parts/<int:pk>/workbook", exchange.export, name="export"),
    path("imports/<int:pk>/", exchange.preview, name="import_preview"),
    path("imports/<int:pk>/file", exchange.sent, name="import_file"),
    path("imports/<int:pk>/undo", exchange.undo, name="import_undo"),
    path("parts/<int:pk>/save", entry.save_rows, name="save"),
    path("parts/<int:pk>/state", entry.state, name="state"),
    path("parts/<int:pk>/names", entry.names, name="names"),
    path("parts/<int:pk>/by-standard/", by_standard, name="by_standard"),
]
