"""The forms of images and documents."""

from typing import Any

from django.core.files import File
from django.core.files.uploadedfile import UploadedFile
from wagtail.admin.forms.collections import BaseCollectionMemberForm
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from pages.files.uploads.cleaning import clean_document, clean_picture
from pages.files.uploads.malware import refuse_malware

from .approved_files import refuse_change_of_approved_file


class ApprovedFileForm(BaseCollectionMemberForm):
    """Refuses to change an approved file, and shows the reason together with what the editor entered."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.instance.pk and self.has_changed():
            refuse_change_of_approved_file(self.instance)
        return cleaned


class CleanImageField(WagtailImageField):
    """Lets Wagtail open a picture only after it was cleaned."""

    def to_python(self, data: Any) -> File | None:
        """Refuse what is harmful, and take out what the picture tells of its maker."""
        if isinstance(data, UploadedFile):  # not the one that is stored already
            self.check_image_file_size(data)
            refuse_malware(data)
            clean_picture(data)
        return super().to_python(data)


class ImageForm(ApprovedFileForm, BaseImageForm):
    """Wagtail's image form with our checks."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Replace Wagtail's file field, which not every image form has, with ours."""
        super().__init__(*args, **kwargs)
        if file := self.fields.get("file"):
            self.fields["file"] = CleanImageField(
                label=file.label, required=file.required, widget=file.widget, max_length=file.max_length
            )


class DocumentForm(ApprovedFileForm, BaseDocumentForm):
    """Wagtail's document form with our checks."""

    def add_error(self, field: str | None, error: Any) -> None:
        """Leave out what the model says of a file by a form without a field for it, or after ours did.

        Wagtail completes by such a form what had only a wrong title; the file was checked when it came.
        """
        said = getattr(error, "error_dict", {})
        is_known = "file" not in self.fields or "file" in self.errors
        if is_known and said.pop("file", None) and not said:
            return
        super().add_error(field, error)

    def clean_file(self) -> File:
        file = self.cleaned_data["file"]
        if isinstance(file, UploadedFile):  # not the one that is stored already
            refuse_malware(file)
            clean_document(file)
        return file
