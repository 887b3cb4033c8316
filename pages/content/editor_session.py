"""Lets an editor whose session has ended sign in again beside their form, which stays as it is.

``static/editor-session.js`` asks before a form is sent. Without it, what was typed would be lost: Wagtail
answers with the page that asks for the password.
"""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_GET
from wagtail.admin.auth import require_admin_access

from pages.moderation.gate.roles import display_name


@require_GET
def session_state(request: HttpRequest) -> JsonResponse:
    """Tell who is signed in, by a number or ``null``, and give the token that their forms need."""
    user = request.user
    name = display_name(user) if user.is_authenticated else ""
    return JsonResponse({"person": user.pk, "name": name, "token": get_token(request)})


@require_admin_access
def signed_in_again(request: HttpRequest) -> HttpResponse:
    """Say that the form can be saved now; the page closes itself where the browser lets it."""
    return render(request, "content/signed_in_again.html", {"title": "You are signed in again"})


urlpatterns = [
    path("session/", session_state, name="editor_session"),
    path("signed-in-again/", signed_in_again, name="signed_in_again"),
]
