"""The URL patterns at and below each page of the section, of the data, and their views."""

from django.urls import path

from .data import data_files
from .data import views as data
from .history import views as history
from .register import (
    recommendation_list,
    recommendation_page,
    register_page,
    super_complaint_page,
)

HISTORY = [
    path("history/", history.serve_history, name="history"),
    path("history/<int:number>/", history.serve_version, name="version"),
    path("history/compare/", history.serve_comparison, name="compare"),
]
REGISTER = [
    path("", register_page.serve),
    path("recommendations/", recommendation_list.serve, name="recommendations"),
    path("history/", history.serve_changes, name="history"),
]
SUPER_COMPLAINT = [
    path("", super_complaint_page.serve),
    path(
        "whole-response/",
        super_complaint_page.serve_whole_response,
        name="whole_response",
    ),
    *HISTORY,
]
RECOMMENDATION = [path("", recommendation_page.serve), *HISTORY]

# Addresses that belong to no page: they stay as they are. Wagtail's routing allows no
# dot in an address.
urlpatterns = [
    path("updates.atom", data.serve_feed, name="updates"),
    path(
        f"recommendations/{recommendation_list.DOWNLOAD_NAME}",
        data.serve_filtered_list,
        name="filtered_list",
    ),
    path("data/", data.serve_data_page, name="data"),
    *(
        path(
            f"data/{file.name}",
            data.serve_data_file,
            {"name": file.name},
            name=file.url_name,
        )
        for file in data_files.FILES_BY_NAME.values()
    ),
    path("how-statuses-work/", register_page.serve_statuses, name="statuses"),
    path(
        "<slug:slug>/updates.atom", data.serve_feed, name="updates_of_super_complaint"
    ),
]
