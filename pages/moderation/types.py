"""Who acts, as types: Django and Wagtail leave it open."""

from django.contrib.auth.models import AnonymousUser, User
from django.http import HttpRequest

Visitor = User | AnonymousUser
"""Anybody who sends a request, signed in or not."""


class StaffRequest(HttpRequest):
    """A request to the CMS, which only signed-in users can send."""

    user: User
