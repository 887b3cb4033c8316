"""Published files that a test puts in place of the application."""

import gzip
import os

import brotli

BEGINNING = 450
"""Bytes of a page, compressed, with which it hears the Escape key."""
TEXT = b"<!doctype html>" + b"<p>The first edition of a page." * 40


class Folder:
    """The published files of one host."""

    def __init__(self, nginx):
        self.root, self.link, self.editions = nginx.folder / "published", nginx.link, 0

    def begin(self) -> None:
        """Begin an edition, and let the link lead to it."""
        self.editions += 1
        (self.root / str(self.editions) / "files").mkdir(parents=True)
        beside = self.link.with_name("new")
        beside.symlink_to(self.root / str(self.editions))
        beside.replace(self.link)

    def put(self, name: str, text: bytes = TEXT, second: int = 1_800_000_000) -> None:
        """Publish a file in the current edition, in each encoding."""
        path = self.link.resolve() / "files" / f"{name}index.html".lstrip("/")
        path = (
            path
            if name.endswith("/")
            else self.link.resolve() / "files" / name.lstrip("/")
        )
        path.parent.mkdir(parents=True, exist_ok=True)
        for suffix, content in (
            ("", text),
            (".gz", gzip.compress(text)),
            (".br", brotli.compress(text)),
        ):
            encoded = path.with_name(path.name + suffix)
            encoded.write_bytes(content)
            os.utime(encoded, (second, second))
