"""Signing out of the editing screens."""

from typing import Any

from django.conf import settings
from django.contrib.auth.views import LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

COOKIES = (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.MESSAGE_COOKIE_NAME)
"""What the editing screens store in a browser. The choice about cookies is the reader's and stays."""


class SignOutView(LogoutView):
    """Ends the session on the server. Wagtail's own view forgets its cookie even if it did not end.

    A link or a picture on another site cannot sign anybody out: it takes a form with a token.
    """

    next_page = "wagtailadmin_login"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Sign out; an address that was only opened leads back to the editing screens."""
        if request.method != "POST":
            return redirect("wagtailadmin_home")
        response = super().dispatch(request, *args, **kwargs)
        for name in COOKIES:
            response.delete_cookie(name)
        # Back shows no screen of the editor any more. Cookies of other hosts of the domain stay.
        response["Clear-Site-Data"] = '"cache"'
        # Django would store the new, empty session and set its cookie.
        request.session.modified = False
        return response
