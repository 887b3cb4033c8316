"""What stood at an address before it was taken down."""

from wagtail.models import Page, Site

from .models import PublishedVersion


def at(request) -> PublishedVersion | None:
    """Return the version that was taken down from the address of ``request``; ``None`` if none was.

    A page is known by its place in the tree, wherever it stood when it was published; one that is deleted or
    has moved by the address of its last version there. What is live again, here or elsewhere, is not gone.
    """
    site = Site.find_for_request(request)
    if not site or "\0" in request.path:
        return None
    path = request.path if request.path.endswith("/") else f"{request.path}/"
    page = Page.objects.filter(url_path=site.root_page.url_path.rstrip("/") + path).first()
    versions = PublishedVersion.objects.filter(model="wagtailcore.page")
    if page:
        version = versions.filter(object_id=str(page.pk)).first()
    else:
        version = versions.filter(site_id=site.pk, path=path).first()
    if not version or not version.withdrawn_at:
        return None
    return None if Page.objects.filter(pk=version.object_id, live=True).exists() else version
