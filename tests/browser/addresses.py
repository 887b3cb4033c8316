"""Which addresses of the demonstration content the tests in a browser look at."""

from wagtail.models import Page

from tests.effort import by_effort

ONE_OF_EACH_TEMPLATE = [
    "/",
    "/super-complaints/",
    "/super-complaints/stalking/",
    "/super-complaints/stalking/whole-response/",
    "/super-complaints/stalking/history/",
    "/super-complaints/stalking/recommendation-7/",
    "/super-complaints/stalking/recommendation-7/history/1/",
    "/super-complaints/recommendations/",
    "/super-complaints/recommendations/?progress=unfinished&state=nonsense&nonsense=1",
    "/super-complaints/recommendations/?state=reopened",
    "/super-complaints/data/",
    "/search/?q=stalking",
    "/feedback/",
    "/feedback/thanks/",
    "/cookies/",
    "/cookies/?saved",
    "/accessibility-statement/",
    "/staying-safe-online/",
    "/no-such-page/",
]


def public_addresses() -> list[str]:
    """Return one address of each template; at full effort every page of the content too."""
    pages = by_effort([], [page.url for page in Page.objects.live().filter(depth__gt=1)])
    return ONE_OF_EACH_TEMPLATE + sorted(set(pages).difference(ONE_OF_EACH_TEMPLATE))
