"""The forms of images and documents."""

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.core.files import File, uploadedfile
from wagtail.admin.forms.collections import BaseCollectionMemberForm
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm
from wagtail.models import Page, Site, UploadedFile

from pages.core.stored_content import parse_key
from pages.files.models import HtmlEquivalent
from pages.files.uploads.cleaning import clean_document, clean_picture
from pages.files.uploads.malware import refuse_malware
from pages.moderation.gate.permissions import may_be_shown

from .approved_files import refuse_change_of_approved_file

EQUIVALENT = {"html_page", "html_exception"}
"""The fields for what is recorded beside a document; readers do not see it, so it may change."""
ASK_FOR_EQUIVALENT = "Give the address of a page that says the same as this PDF, or say why there is none."


class ApprovedFileForm(BaseCollectionMemberForm):
    """Refuses to change an approved file, and shows the reason together with what the editor entered."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.instance.pk and set(self.changed_data) - EQUIVALENT:
            refuse_change_of_approved_file(self.instance)
        return cleaned


class CleanImageField(WagtailImageField):
    """Lets Wagtail open a picture only after it was cleaned."""

    def to_python(self, data: Any) -> File | None:
        """Refuse what is harmful, and take out what the picture tells of its maker."""
        if isinstance(data, uploadedfile.UploadedFile):  # not the one that is stored already
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
    """Wagtail's document form with our checks; of a PDF it asks for the page that says the same."""

    html_page = forms.CharField(
        required=False,
        max_length=2000,
        label="Page that says the same",
        help_text="For a PDF: its address on this site, such as /super-complaints/stalking/.",
    )
    html_exception = forms.CharField(
        required=False,
        max_length=300,
        label="Why there is no such page",
        help_text="For a PDF without one. The reason is recorded.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if known := HtmlEquivalent.objects.filter(document=self.instance.pk).first():
            self.initial["html_exception"] = known.exception
            if known.page and may_be_shown(known.page):
                self.initial["html_page"] = urlsplit(known.page.url or "").path

    def clean_html_page(self) -> Page | None:
        address = urlsplit(self.cleaned_data["html_page"].strip()).path
        if not address:
            return None
        roots = [site.root_page.url_path for site in Site.objects.select_related("root_page")]
        paths = [f"{root}{address.strip('/')}/".replace("//", "/") for root in roots]
        page = Page.objects.filter(url_path__in=paths).first()
        if not page or not may_be_shown(page):
            raise ValidationError("There is no page with this address.")
        return page

    def clean(self) -> dict[str, Any]:
        """Ask of a new PDF for the page that says the same, or the reason why there is none."""
        cleaned = super().clean()
        said = {"page": cleaned.get("html_page"), "exception": cleaned.get("html_exception", "")}
        self.instance.equivalent = said  # stored with the document
        is_said = any(said.values()) or "html_page" in self.errors
        is_new = not self.instance.pk or "file" in self.changed_data
        if is_new and self._file_name().lower().endswith(".pdf") and not is_said:
            self.add_error("html_page", ASK_FOR_EQUIVALENT)
        return cleaned

    def _file_name(self) -> str:
        if file := self.cleaned_data.get("file") or self.instance.file:
            return str(file.name)
        # One of several that waits for what it lacks: only the name of the form says which it is.
        key = parse_key((self.prefix or "").rpartition("-")[2])
        waiting = UploadedFile.objects.filter(pk=key).first()
        return waiting.file.name if waiting else ""

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
        if isinstance(file, uploadedfile.UploadedFile):  # not the one that is stored already
            refuse_malware(file)
            clean_document(file)
        return file
