"""The URL patterns at and below each page of the section, and their views.

The data files, which belong to no page, are in ``complaints.data.urls``.
"""

from django.urls import path

from .history import views as history
from .history.as_at import support_as_at
from .register import recommendation_list, recommendation_page, register_page, super_complaint_page

HISTORY = [
    path("history/", history.serve_history, name="history"),
    path("history/<int:number>/", history.serve_version, name="version"),
    path("history/compare/", history.serve_comparison, name="compare"),
]
REGISTER = [
    path("", support_as_at(register_page.serve)),
    path("recommendations/", recommendation_list.serve, name="recommendations"),
]
SUPER_COMPLAINT = [
    path("", support_as_at(super_complaint_page.serve)),
    path("whole-response/", super_complaint_page.serve_whole_response, name="whole_response"),
    *HISTORY,
]
RECOMMENDATION = [path("", support_as_at(recommendation_page.serve)), *HISTORY]
