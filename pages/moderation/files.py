"""The forms of images and documents.

Files that were ever approved stay unchanged: nobody approved another.

That holds for everybody, superusers too. A new file is a new document, and a take-down
deletes one. Commands have no acting user and are not refused, because whoever runs them
is responsible; that is logged.
"""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.files import File, uploadedfile
from django.db.models import Field, Model, QuerySet
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail.admin import messages
from wagtail.admin.forms.collections import BaseCollectionMemberForm
from wagtail.admin.widgets import AdminPageChooser
from wagtail.documents import get_document_model
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm
from wagtail.log_actions import get_active_log_context
from wagtail.models import Page, Site, UploadedFile

from pages.core.stored_content import parse_key
from pages.files.file_permissions import is_in_approved_content
from pages.files.models import HtmlEquivalent
from pages.files.uploads import clean_document, clean_picture, refuse_malware
from pages.files.version_files import FILE_MODELS, fields_that_readers_see
from pages.moderation.approval.audit_log import AuditLogEntry, record_change
from pages.moderation.approval.authors import add_author_of

DERIVED_FIELDS = {"file_hash", "file_size"}
"""Fields that Wagtail fills in when it first needs them."""


def acting_user() -> User | None:
    return get_active_log_context().user


def refuse_change_of_approved_file(file: Model) -> bool:
    """Return True if ``file`` was ever approved; raise ``ValidationError`` if so and somebody is acting."""
    name = f"{file._meta.label_lower} {file.pk}"
    # Also if nothing uses it any more.
    approved = (
        is_in_approved_content(file)
        or AuditLogEntry.objects.with_details(files__has_key=name).exists()
    )
    if approved and acting_user():
        raise ValidationError(
            "“%(file)s” has been approved or submitted, so it cannot be changed or deleted. Upload a new "
            "file and choose it on the page, so that it is approved with the page. To remove this file "
            "now, ask a moderator or approving officer to take it down.",
            params={"file": file},
        )
    return approved


def _differ(stored: Model, file: Model, fields: Iterable[Field]) -> bool:
    return any(
        getattr(stored, field.attname) != getattr(file, field.attname)
        for field in fields
    )


def _written_fields(file: Model, update_fields: Iterable[str] | None) -> list[Field]:
    """Return the fields that saving ``file`` would write, without those that Wagtail fills in."""
    written = []
    for field in file._meta.concrete_fields:
        if field.name in DERIVED_FIELDS:
            continue
        if update_fields is None or {field.name, field.attname} & set(update_fields):
            written.append(field)
    return written


def before_save(
    instance: Any,
    raw: bool = False,
    update_fields: Iterable[str] | None = None,
    **kwargs: Any,
) -> None:
    model = type(instance)
    stored = None if raw else model._base_manager.filter(pk=instance.pk).first()
    is_different = stored is None or _differ(
        stored, instance, fields_that_readers_see(model)
    )
    instance.looks_different = not raw and is_different
    is_changed = stored is not None and _differ(
        stored, instance, _written_fields(instance, update_fields)
    )
    instance.was_approved = is_changed and refuse_change_of_approved_file(instance)


def before_delete(sender: type[Model], instance: Any, **kwargs: Any) -> None:
    """Refuse to delete an approved file, even together with its collection."""
    is_taken_down = getattr(instance, "is_taken_down", False)  # which is logged already
    instance.was_approved = not is_taken_down and refuse_change_of_approved_file(
        instance
    )


def after_save(
    sender: type[Model], instance: Any, created: bool = False, **kwargs: Any
) -> None:
    """Remember the author of a change, and log it if the file is approved."""
    if instance.looks_different and (
        author := acting_user() or (created and instance.uploaded_by_user)
    ):
        add_author_of(instance, author)
    if instance.was_approved:
        record_change(AuditLogEntry.Action.FILE, instance, "Public file changed")
    if said := getattr(instance, "equivalent", None):
        HtmlEquivalent.objects.update_or_create(document=instance, defaults=said)


def after_delete(sender: type[Model], instance: Any, **kwargs: Any) -> None:
    if instance.was_approved:
        record_change(AuditLogEntry.Action.FILE, instance, "Public file deleted")


def connect() -> None:
    for model in FILE_MODELS:
        options: dict[str, Any] = {
            "sender": model,
            "dispatch_uid": f"guard_{model.__name__}",
        }
        pre_save.connect(before_save, **options)
        post_save.connect(after_save, **options)
        pre_delete.connect(before_delete, **options)
        post_delete.connect(after_delete, **options)


def refuse_bulk_change_of_approved_files(
    request: HttpRequest, action_type: str, files: Iterable[Model], action: Any
) -> HttpResponse | None:
    """Refuse a bulk action on approved files; moving them to another collection sends no signal."""
    if action.model not in FILE_MODELS:
        return None
    try:
        for file in files:
            refuse_change_of_approved_file(file)
    except ValidationError as refusal:
        messages.error(request, f"Not changed. {' '.join(refusal.messages)}")
        return redirect(action.next_url)
    return None


EQUIVALENT = {"html_page", "html_exception"}
"""The fields for what is recorded beside a document; each page that uses it stores a copy, so they may change."""
ASK_FOR_EQUIVALENT = "A PDF needs an HTML version, or the reason why there is none."
IN_A_DIALOG = "document-chooser-upload"
"""The prefix of the form in the dialog that chooses a document: a page chooser would replace that dialog."""


class PageByAddressField(forms.CharField):
    """Takes the address of a page."""

    def clean(self, value: Any) -> Page | None:
        address = urlsplit(super().clean(value).strip()).path
        if not address:
            return None
        paths = []
        for site in Site.objects.select_related("root_page"):
            path = f"{site.root_page.url_path}{address.strip('/')}/"
            paths.append(path.replace("//", "/"))
        page: Page | None = Page.objects.filter(url_path__in=paths).first()
        if not page:
            raise ValidationError("There is no page with this address.")
        return page


class ApprovedFileForm(BaseCollectionMemberForm):
    """Refuses to change an approved file, and shows the reason together with what the editor entered."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.instance.pk and set(self.changed_data) - EQUIVALENT:
            refuse_change_of_approved_file(self.instance)
        return cleaned


def unfinished_uploads(user: User) -> QuerySet[UploadedFile]:
    """Return the documents that ``user`` uploaded and that lack something to be saved, the oldest first."""
    documents = ContentType.objects.get_for_model(get_document_model())
    return UploadedFile.objects.filter(
        uploaded_by_user=user, for_content_type=documents
    ).order_by("pk")


class CleanImageField(WagtailImageField):
    """Lets Wagtail open a picture only after it was cleaned."""

    def to_python(self, data: Any) -> File | None:
        """Refuse what is harmful, and take out what the picture tells of its maker."""
        # A new file was uploaded.
        if isinstance(data, uploadedfile.UploadedFile):
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
                label=file.label,
                required=file.required,
                widget=file.widget,
                max_length=file.max_length,
            )


class DocumentForm(ApprovedFileForm, BaseDocumentForm):
    """Wagtail's document form with our checks; of a PDF it asks for the HTML version."""

    html_page = forms.ModelChoiceField(
        queryset=Page.objects.filter(depth__gt=1),
        required=False,
        widget=AdminPageChooser,
        label="HTML version",
        help_text="For a PDF: the page here that says the same. Readers get a link to it.",
    )
    html_exception = forms.CharField(
        required=False,
        max_length=300,
        label="Reason there is no HTML version",
        help_text="For a PDF without one",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if str(self.prefix or "").startswith(IN_A_DIALOG):
            self.fields["html_page"] = PageByAddressField(
                required=False,
                max_length=2000,
                label="HTML version",
                help_text="For a PDF: the address of the page here that says the same. Readers get a link to it.",
            )
        if known := HtmlEquivalent.objects.filter(document=self.instance.pk).first():
            self.initial["html_exception"] = known.exception
            self.initial["html_page"] = known.page

    def clean(self) -> dict[str, Any]:
        """Ask for the HTML version of a new PDF, or the reason why there is none."""
        cleaned = super().clean()
        said = {
            "page": cleaned.get("html_page"),
            "exception": cleaned.get("html_exception", ""),
        }
        self.instance.equivalent = said  # stored with the document
        is_said = any(said.values()) or "html_page" in self.errors
        is_new = not self.instance.pk or "file" in self.changed_data
        if is_new and self._file_name().lower().endswith(".pdf") and not is_said:
            self.add_error("html_page", ASK_FOR_EQUIVALENT)
        return cleaned

    def _file_name(self) -> str:
        if file := self.cleaned_data.get("file") or self.instance.file:
            return str(file.name)
        # One of several that waits for what it lacks: only the name of the form says
        # which it is.
        key = parse_key((self.prefix or "").rpartition("-")[2])
        waiting = UploadedFile.objects.filter(pk=key).first()
        return waiting.file.name if waiting else ""

    def add_error(self, field: str | None, error: Any) -> None:
        """Leave out what the model says of a file that this form does not change, or of which ours spoke.

        A file that is stored already was checked when it came, by the rules of that
        time.
        """
        errors = getattr(error, "error_dict", {})
        is_checked = "file" not in self.changed_data or "file" in self.errors
        if is_checked and errors.pop("file", None) and not errors:
            return
        super().add_error(field, error)

    def clean_file(self) -> File:
        file = self.cleaned_data["file"]
        # A new file was uploaded.
        if isinstance(file, uploadedfile.UploadedFile):
            refuse_malware(file)
            clean_document(file)
        return file
