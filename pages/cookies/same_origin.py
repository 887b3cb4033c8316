"""Guards a form that carries no token: its page is the same for everybody and plants no cookie."""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.views.decorators.csrf import csrf_exempt


def from_our_own_pages(view):
    """Let ``view`` take only forms that a page of this site sent.

    Every current browser says with each POST where it comes from: in ``Sec-Fetch-Site`` (Fetch
    Metadata), which no page can set, and in ``Origin``. Both must say "from here", and one at least must
    be there. Raises ``PermissionDenied`` (403) otherwise, so that another site cannot choose for anyone.
    """

    @csrf_exempt
    @wraps(view)
    def guarded(request, *args, **kwargs):
        fetch_site = request.headers.get("Sec-Fetch-Site")
        origin = request.headers.get("Origin")
        own_origin = f"{request.scheme}://{request.get_host()}"
        if request.method == "POST" and (
            (fetch_site or origin) is None
            or fetch_site not in {None, "same-origin"}
            or origin not in {None, own_origin}
        ):
            raise PermissionDenied("This form can be sent only from a page of this site.")
        return view(request, *args, **kwargs)

    return guarded
