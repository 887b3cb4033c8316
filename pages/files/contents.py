"""Which files a draft refers to, and what exactly somebody who approves the draft sees of each."""

import hashlib
import json
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import ReferenceIndex

INTERNAL = {"id", "collection", "created_at", "uploaded_by_user", "file_size", "file_hash"}
"""Fields that say how a file is kept, not what readers get."""


def files_in(version: Any) -> set[tuple[type[Model], str]]:
    """Return the model and key of each file that ``version``, a page or snippet as it would be, refers to."""
    kinds = {
        ContentType.objects.get_for_model(model, for_concrete_model=False).pk: model
        for model in (get_image_model(), get_document_model())
    }
    # The index knows no drafts, and has no other way to read one.
    references = ReferenceIndex._extract_references_from_object(version)
    return {(kinds[kind], str(key)) for kind, key, *_ in references if kind in kinds}


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
