"""The files that a version of a page or snippet refers to, with digests of what readers see of them."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Field, ForeignKey, Model
from modelcluster.models import get_all_child_relations
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Revision

FILE_MODELS = (get_image_model(), get_document_model())

FIELDS_NOT_SHOWN = {
    "id",
    "collection",
    "created_at",
    "uploaded_by_user",
    "file_size",
    "file_hash",
}


def files_in_version(version: Any) -> set[tuple[type[Model], str]]:
    """Return model and key of each file that ``version``, an unsaved page or snippet, refers to."""
    files = set()
    for field in version._meta.get_fields():
        for model, key in _references_of_field(version, field):
            if model in FILE_MODELS and key:
                files.add((model, str(key)))
    for relation in get_all_child_relations(type(version)):
        for child in getattr(version, relation.get_accessor_name()).all():
            files |= files_in_version(child)
    return files


def files_in_revision(revision: Revision) -> set[tuple[type[Model], str]]:
    """Return model and key of each file in ``revision``, without looking up whether it exists."""
    model: Any = ContentType.objects.get_for_id(revision.content_type_id).model_class()
    return files_in_version(
        model.from_serializable_data(revision.content, check_fks=False)
    )


def _references_of_field(instance: Any, field: Any) -> Iterator[tuple[Any, Any]]:
    """Yield model and key of what a draft refers to, which Wagtail's index does not hold."""
    if isinstance(field, ForeignKey):
        yield field.related_model, field.value_from_object(instance)
    elif hasattr(field, "extract_references") and (
        value := field.value_from_object(instance)
    ):
        for model, key, *_ in field.extract_references(value):
            yield model, key


def fields_that_readers_see(model: type[Model]) -> list[Field]:
    """Return the fields of a file model that affect what readers see."""
    return [
        field
        for field in model._meta.concrete_fields
        if field.name not in FIELDS_NOT_SHOWN
    ]


def file_digests_of_version(version: Any) -> dict[str, str]:
    """Return the digest of each file in ``version`` by model and key; an empty one for a deleted file."""
    return {
        f"{model._meta.label_lower} {key}": file_digest(
            model._base_manager.filter(pk=key).first()
        )
        for model, key in sorted(files_in_version(version), key=str)
    }


def file_digest(file: Any) -> str:
    if file is None:
        return ""
    values = {
        field.name: field.value_to_string(file)
        for field in fields_that_readers_see(type(file))
    }
    text = json.dumps(
        [_hash_of_bytes(file), values], sort_keys=True, cls=DjangoJSONEncoder
    )
    return hashlib.sha256(text.encode()).hexdigest()


def _hash_of_bytes(file: Any) -> str:
    try:
        return file.get_file_hash()
    except OSError:  # the bytes are missing
        return ""
