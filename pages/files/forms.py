"""The forms of images and documents."""

from wagtail.admin.forms.collections import BaseCollectionMemberForm
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from .guard import refuse_change


class GuardedForm(BaseCollectionMemberForm):
    """Refuses the change of an approved file where the editor sees why, with all that they entered."""

    def clean(self):
        """Refuse a change of what is stored already."""
        cleaned = super().clean()
        if self.instance.pk and self.has_changed():
            refuse_change(self.instance)
        return cleaned


class ImageForm(GuardedForm, BaseImageForm):
    """Wagtail's form of an image."""


class DocumentForm(GuardedForm, BaseDocumentForm):
    """Wagtail's form of a document."""
