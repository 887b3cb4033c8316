"""Which view answers at each page of the section, and what stands below it.

The data files, which belong to no page, stand in ``complaints.data.urls``.
"""

from django.urls import path

from .history import views as history
from .history.as_at_views import or_as_it_stood
from .register import recommendation_list, recommendation_page, register_page, super_complaint_page

HISTORY = [
    path("history/", history.history, name="history"),
    path("history/<int:number>/", history.version, name="version"),
    path("history/compare/", history.compare, name="compare"),
]
REGISTER = [
    path("", or_as_it_stood(register_page.serve)),
    path("recommendations/", recommendation_list.serve, name="recommendations"),
]
SUPER_COMPLAINT = [
    path("", or_as_it_stood(super_complaint_page.serve)),
    path("whole-response/", super_complaint_page.serve_whole_response, name="whole_response"),
    *HISTORY,
]
RECOMMENDATION = [path("", or_as_it_stood(recommendation_page.serve)), *HISTORY]
