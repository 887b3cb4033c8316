"""What a file of the open data is, and of which media type."""

from collections.abc import Callable
from dataclasses import dataclass

from .published_section import PublishedSection

JSON = "application/json"
JSON_LD = "application/ld+json"
JSON_SCHEMA = "application/schema+json"
CSV = "text/csv"
CSV_SCHEMA = "application/csvm+json"


@dataclass(frozen=True)
class DataFile:
    """One file: its name, title and type, how it is written, and its schema."""

    name: str
    title: str
    media_type: str
    write: Callable[[PublishedSection], str]
    schema: "DataFile | None" = None

    @property
    def url_name(self) -> str:
        """The name of its URL pattern."""
        return f"data/{self.name}"

    @property
    def content_type(self) -> str:
        """The media type with the encoding and, for CSV, that there is a header (RFC 4180)."""
        header = "; header=present" if self.media_type == CSV else ""
        return f"{self.media_type}; charset=utf-8{header}"
