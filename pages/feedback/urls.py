"""Addresses of the feedback form; ``/feedback/`` itself is a page of the CMS."""

from django.urls import path

from . import views

urlpatterns = [
    path("send/", views.send, name="feedback_send"),
    path("thanks/", views.thanks, name="feedback_thanks"),
]
