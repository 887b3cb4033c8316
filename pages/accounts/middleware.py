"""Decides, when a view asks who is signed in, whether the session still counts."""

from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.deprecation import MiddlewareMixin
from django.utils.functional import SimpleLazyObject

from . import sessions


class SessionMiddleware(MiddlewareMixin):
    """Takes nobody for signed in whose session is over or lacks a second factor.

    Public pages do not ask who is signed in, so for them nothing is read.
    """

    def process_request(self, request: HttpRequest) -> None:
        """Let whoever asks for the user get only one whose session counts."""
        stored: Any = request.user

        def user_of_session() -> Any:
            if stored.is_authenticated and sessions.is_admitted(request):
                request.is_signed_in = True  # type: ignore[attr-defined]
                return stored
            return AnonymousUser()

        request.user = SimpleLazyObject(user_of_session)  # type: ignore[assignment]

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Let the session last if this was input, and remember the device of a new one."""
        signed_in = getattr(request, "is_signed_in", False) and SESSION_KEY in request.session
        if signed_in:
            sessions.put_off_the_end(request)
        sessions.remember_device(request, response)
        return response
