"""The forms of images and documents."""

from django.core.exceptions import ValidationError
from wagtail.admin.forms.collections import BaseCollectionMemberForm
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from .approved_files import refuse_change


class GuardedForm(BaseCollectionMemberForm):
    """Refuses the change of an approved file where the editor sees why, with all that they entered."""

    def clean(self):
        """Refuse a change of what is stored already."""
        cleaned = super().clean()
        if self.instance.pk and self.has_changed():
            refuse_change(self.instance)
        return cleaned


class WholeImageField(WagtailImageField):
    """Refuses a file that begins as a picture and cannot be read as one; Wagtail looks at the beginning."""

    def to_python(self, data):
        """Return the file; raise ``ValidationError`` if it is no picture."""
        try:
            return super().to_python(data)
        except ValidationError:
            raise
        except Exception as error:  # a broken file can make the library for pictures raise anything
            raise ValidationError(self.error_messages["invalid_image"], code="invalid_image") from error


class ImageForm(GuardedForm, BaseImageForm):
    """Wagtail's form of an image."""

    def __init__(self, *args, **options):
        """Put our field in the place of Wagtail's, which not every form of an image has."""
        super().__init__(*args, **options)
        if file := self.fields.get("file"):
            self.fields["file"] = WholeImageField(
                label=file.label, required=file.required, widget=file.widget, max_length=file.max_length
            )


class DocumentForm(GuardedForm, BaseDocumentForm):
    """Wagtail's form of a document."""
