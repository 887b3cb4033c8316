"""Addresses of the feedback form; ``/feedback/`` itself is a page of the CMS."""

from django.urls import path

from . import views

urlpatterns = [
    path("send/", views.submit_feedback, name="feedback_send"),
    path("busy/", views.submit_feedback, {"is_busy": True}, name="feedback_busy"),
    path("thanks/", views.thank_reader, name="feedback_thanks"),
]
