"""Copies uploads out of where they are kept, a folder or a bucket, and back."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from django.core.files import File
from django.core.files.storage import FileSystemStorage, default_storage


def copy_uploads(target: Path) -> None:
    """Add the uploads that the folder ``target`` does not have yet. No upload is ever changed."""
    target.mkdir(exist_ok=True)
    for name in upload_names():
        copy = target / name
        if copy.exists():
            continue
        copy.parent.mkdir(parents=True, exist_ok=True)
        try:
            _copy_out(name, copy)
        except FileNotFoundError:
            continue  # it was deleted in this moment


def restore_uploads(source: Path) -> None:
    """Store all files of the folder ``source`` as uploads, under the names that they have there."""
    for path in source.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                default_storage.save(str(path.relative_to(source)), File(file))


def upload_names(folder: str = "") -> Iterator[str]:
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:  # nothing was ever uploaded
        return
    for name in files:
        yield f"{folder}{name}"
    for name in folders:
        yield from upload_names(f"{folder}{name}/")


def _copy_out(name: str, copy: Path) -> None:
    if isinstance(default_storage, FileSystemStorage):
        try:
            os.link(default_storage.path(name), copy)
        except FileNotFoundError:
            raise
        except OSError:  # the folder of backups is on another disk
            shutil.copy2(default_storage.path(name), copy)
        return
    with default_storage.open(name) as file, copy.open("wb") as out:
        shutil.copyfileobj(file, out)
