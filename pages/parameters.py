"""What an address asks for, when it asks for more than can be read."""

from django.core.exceptions import TooManyFieldsSent
from django.http import QueryDict

from .delivery.classes import is_of_the_admin

TOO_MUCH = "The address asks for more than can be read. All of it was left out."
"""What readers are told where parameters count."""


def _asks_too_much(request) -> bool:
    try:
        return request.GET is None
    except TooManyFieldsSent:
        return True


class ParametersMiddleware:
    """Lets an address ask a public page for more than can be read: all of it is left out.

    Who tells readers so looks at ``asks_too_much``.
    """

    def __init__(self, get_response):
        """Keep the next handler."""
        self.get_response = get_response

    def __call__(self, request):
        """Return the answer to what can be read."""
        if not is_of_the_admin(request):
            request.asks_too_much = _asks_too_much(request)
            if request.asks_too_much:
                request.GET = QueryDict()
        return self.get_response(request)
