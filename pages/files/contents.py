"""Which files a draft refers to, and what exactly somebody who approves the draft sees of each."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import ForeignKey, Model
from modelcluster.models import get_all_child_relations
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

MODELS = (get_image_model(), get_document_model())
"""The kinds of files that editors upload."""

INTERNAL = {"id", "collection", "created_at", "uploaded_by_user", "file_size", "file_hash"}
"""Fields that say how a file is kept, not what readers get."""


def files_in(version: Any) -> set[tuple[type[Model], str]]:
    """Return the model and key of each file that ``version``, a page or snippet as it would be, refers to."""
    found = {
        (model, str(key))
        for field in version._meta.get_fields()
        for model, key in _references_in(version, field)
        if model in MODELS and key
    }
    for relation in get_all_child_relations(type(version)):
        for child in getattr(version, relation.get_accessor_name()).all():
            found |= files_in(child)
    return found


def _references_in(part: Any, field: Any) -> Iterator[tuple[Any, Any]]:
    """Yield model and key of what ``field`` of ``part`` refers to.

    It is what Wagtail's index of references holds, but the index knows nothing of drafts.
    """
    if isinstance(field, ForeignKey):
        yield field.related_model, field.value_from_object(part)
    elif hasattr(field, "extract_references") and (value := field.value_from_object(part)):
        for model, key, *_ in field.extract_references(value):
            yield model, key


def public_fields(model: type[Model]) -> list:
    """Return the fields of a file of which readers see something."""
    return [field for field in model._meta.concrete_fields if field.name not in INTERNAL]


def digests_of(version: Any) -> dict[str, str]:
    """Return a digest of each file in ``version``, by kind and key; an empty one if the file is gone."""
    return {
        f"{model._meta.label_lower} {key}": digest(model._base_manager.filter(pk=key).first())
        for model, key in sorted(files_in(version), key=str)
    }


def digest(file: Any) -> str:
    """Return a digest of the bytes of ``file`` and of all that readers see of it."""
    if file is None:
        return ""
    seen = {field.name: field.value_to_string(file) for field in public_fields(type(file))}
    text = json.dumps([_hash(file), seen], sort_keys=True, cls=DjangoJSONEncoder)
    return hashlib.sha256(text.encode()).hexdigest()


def _hash(file: Any) -> str:
    try:
        return file.get_file_hash()
    except OSError:  # its bytes are missing
        return ""
