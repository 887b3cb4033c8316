"""Short names for the blocks that the content is written in."""

from typing import Any

Block = tuple[str, Any]


def text(html: str) -> Block:
    """Return running text."""
    return ("text", html)


def inset(html: str) -> Block:
    """Return text set apart because readers must not miss it."""
    return ("inset", html)


def details(summary: str, html: str) -> Block:
    """Return text that a reader opens when they need it."""
    return ("details", {"summary": summary, "text": html})


def links(*words_and_addresses: tuple[str, str]) -> Block:
    """Return a list of links, each given as its words and its address."""
    return ("links", [{"text": words, "url": url} for words, url in words_and_addresses])


def official_links(*words_and_addresses: tuple[str, str]) -> list[Block]:
    """Return the official links of a super-complaint, and the collection that all belong to."""
    collection = (
        "All police super-complaints on GOV.UK",
        "https://www.gov.uk/government/collections/police-super-complaints",
    )
    return [("link", {"text": words, "url": url}) for words, url in (*words_and_addresses, collection)]


def table(caption: str, headings: list[str], *rows: list[str], row_headers: bool = True) -> Block:
    """Return a table of short texts."""
    columns = [{"type": "text", "heading": heading} for heading in headings]
    values = [{"values": row} for row in rows]
    content = {"columns": columns, "rows": values, "caption": caption}
    return ("table", {"table": content, "row_headers": row_headers})
