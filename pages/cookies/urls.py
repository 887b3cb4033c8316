"""Addresses of the choice about cookies; ``/cookies/`` itself is a page of the CMS."""

from django.urls import path

from . import views

urlpatterns = [path("choice/", views.save_choice, name="cookie_choice")]
