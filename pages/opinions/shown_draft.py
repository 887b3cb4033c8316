"""A draft as somebody without an account sees it, with what it changes and its pictures."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from wagtail.images import get_image_model
from wagtail.models import Revision

from pages.files.file_permissions import is_public
from pages.files.version_files import files_in_version
from pages.moderation.desk.reviewed_items import ReviewedItem


class ShownDraft(ReviewedItem):
    """One page or snippet, as reviewers see it."""

    def __init__(self, revision: Revision, request: Any) -> None:
        self.draft, self.request = revision.as_object(), request
        stored = revision.content_object
        self.object = getattr(stored, "specific", stored)

    @property
    def name(self) -> str:
        """What the CMS calls the draft that is shown, not a newer one."""
        return self.draft.name_with(str(self.draft))

    @property
    def kind(self) -> str:
        return str(self.object._meta.verbose_name)


def lead_pictures_through_link(response: HttpResponse, draft: Any, secret: str, number: int) -> HttpResponse:
    """Give the private pictures in ``response``, which shows ``draft``, addresses below that of the link."""
    content = response.content
    for image in _private_images(draft):
        for rendition in image.renditions.all():
            address = reverse("opinions:picture", args=[secret, number, rendition.file.name])
            content = content.replace(rendition.url.encode(), address.encode())
    response.content = content
    if "Content-Length" in response:
        response["Content-Length"] = len(content)
    return response


def find_picture(draft: Any, name: str) -> Any:
    renditions = get_image_model().get_rendition_model().objects
    return renditions.filter(file=name, image__in=_private_images(draft)).first()


def _private_images(draft: Any) -> list[Any]:
    model = get_image_model()
    keys = [key for kind, key in files_in_version(draft) if kind is model]
    return [image for image in model.objects.filter(pk__in=keys) if not is_public(image)]
