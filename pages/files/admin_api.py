"""What the CMS tells its own screens about files."""

from wagtail.api.v2.views import BaseAPIViewSet
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.permissions import policy_registry


class UsableFiles(BaseAPIViewSet):
    """Only files that whoever asks may work with; Wagtail's lists name all to everybody who signs in."""

    def get_queryset(self):
        """Return those files."""
        usable = policy_registry.get_by_type(self.model).instances_user_has_any_permission_for(
            self.request.user, ["choose", "change", "delete"]
        )
        return super().get_queryset().filter(pk__in=usable.values("pk"))


class UsableImages(UsableFiles, ImagesAdminAPIViewSet):
    """The images."""


class UsableDocuments(UsableFiles, DocumentsAdminAPIViewSet):
    """The documents."""


def register(router):
    """Put them in the place of Wagtail's."""
    router.register_endpoint("images", UsableImages)
    router.register_endpoint("documents", UsableDocuments)
