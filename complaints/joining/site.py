"""Writes the joined pages and files that changed into a folder that any web server can send."""

import json
import secrets
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import RequestFactory

from complaints.catalogue.reader import read_catalogue
from complaints.data import licence
from complaints.data.csv_files import write_csv
from pages.content.models import SiteWording
from pages.core.partial_dates import PartialDate

from .comparison import ComparedItem, compare
from .copies import Copy, kept_values

TITLE = "How forces answer super-complaints"
KEPT = "data/sources"
COLUMNS = (
    *("id", "force", "asked", "state", "position", "passed_since", "words", "said_on", "url", "data_of"),
    *("withdrawn_on", "source", "licence", "attribution"),
)


def write_site(folder: Path, publisher: str, copies: Sequence[Copy], today: date) -> list[str]:
    """Write everything into ``folder``; return the names of the files that changed.

    Raises ``FileExistsError`` for a folder with other things in it.
    """
    if folder.exists() and any(folder.iterdir()) and not (folder / KEPT).is_dir():
        raise FileExistsError(f"{folder} has other things in it. Name an empty folder, or one made before.")
    changed = [name for name, text in _files(publisher, copies, today) if _write(folder / name, text)]
    return sorted(changed)


def _files(publisher: str, copies: Sequence[Copy], today: date) -> Iterator[tuple[str, str]]:
    """Yield the name and the text of each file. No name comes from the data of others."""
    reports = [(report, compare(report, copies)) for report in read_catalogue().reports]
    for copy in copies:
        if copy.entries:
            yield f"{KEPT}/{copy.source.slug}.json", _as_json(kept_values(copy))
    rows = [row for _, items in reports for item in items for row in _data_rows(item)]
    head = {"publisher": publisher, "licence": licence.ADDRESS, "catalogue": read_catalogue().version}
    yield "data/joined.json", _as_json({**head, "answers": rows})
    yield "data/joined.csv", "".join(write_csv(COLUMNS, ([row[name] for name in COLUMNS] for row in rows)))
    yield "site.css", (settings.PROJECT_DIR / "build" / "static" / "site.css").read_text(encoding="utf-8")
    common = {"copies": copies, "reports": reports, "today": PartialDate.of_day(today)}
    yield "index.html", _page("index", publisher, "", TITLE, common)
    for report, items in reports:
        asked = [each for each in items if each.groups]
        values = {"report": report, "items": items, "asked": asked, "forces": _by_force(asked)}
        yield f"{report.identifier}/index.html", _page("report", publisher, "../", report.title, values)
        for item in items:
            values = {"report": report, "compared": item}
            name = f"{report.identifier}/{item.item.identifier}/index.html"
            yield name, _page("recommendation", publisher, "../../", item.item.title, values)


def _data_rows(compared: ComparedItem) -> Iterator[dict[str, Any]]:
    for group in compared.groups:
        for row in group.rows:
            answer = vars(row.answer) if row.answer else {}
            yield {
                "id": compared.identifier,
                "force": row.force,
                "asked": group.name,
                **{name: answer.get(name) or None for name in COLUMNS[3:8]},
                "url": row.entry.url if row.entry else None,
                "data_of": (row.entry and row.entry.day) or row.copy.day or None,
                "withdrawn_on": (row.entry and row.entry.withdrawn_on) or None,
                "source": row.copy.source.data,
                "licence": licence.ADDRESS,
                "attribution": licence.attribution(row.force),
            }


def _by_force(asked: Sequence[ComparedItem]) -> list[tuple[str, str, list[list[Any]]]]:
    """Return each force with the day of its data and its rows: a list for each item, a row for each group."""
    return [
        (
            first.force,
            first.copy.words_of_day,
            [[(each, group.name, group.rows[place]) for group in each.groups] for each in asked],
        )
        for place, first in enumerate(asked[0].groups[0].rows if asked else ())
    ]


def _page(template: str, publisher: str, root: str, title: str, values: dict[str, Any]) -> str:
    request: HttpRequest = RequestFactory().get(
        "/", headers={"host": settings.ALLOWED_HOSTS[0].lstrip("*.") or "localhost"}
    )
    wording = SiteWording(service_name=TITLE, force_name=publisher, exit_shown=True)
    values |= {
        "site_wording": wording,
        "root": root,
        "title": title,
        "licence": licence,
        "exit_explained": "#escape-key",
    }
    html = render_to_string(f"complaints/joining/{template}.html", {**values, "request": request})
    return "\n".join(line.rstrip() for line in html.splitlines() if line.strip()) + "\n"


def _as_json(values: dict[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False, indent=1) + "\n"


def _write(path: Path, text: str) -> bool:
    """Write ``text`` in one step if the file has another; return whether it had."""
    content = text.encode()
    if path.exists() and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{secrets.token_hex(4)}")
    beside.write_bytes(content)
    beside.replace(path)
    return True
