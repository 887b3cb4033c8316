"""Writes the joined pages and files that changed into a folder, which any web server can send."""

import json
import secrets
from collections.abc import Iterator, Sequence
from datetime import date
from operator import itemgetter
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import RequestFactory

from complaints.catalogue.reader import read_catalogue
from complaints.catalogue.records import CatalogueReport, HelpService
from complaints.data import fields
from complaints.data.field_descriptions import (
    LICENCE_ADDRESS,
    LICENCE_NAME,
    attribution,
)
from complaints.data.file_formats import write_csv
from complaints.site_setup.page_fields import GENERAL_SERVICES
from complaints.vocabulary import Status, Theme
from pages.content.models import SiteWording
from pages.core.partial_dates import PartialDate

from .comparison import (
    FORCES_ASKED,
    ComparedItem,
    compare,
    compare_others,
    duplicate_publishers,
)
from .copies import ForceCopy, kept_values
from .tables import overviews_of, tables_of

STYLES = ("site.css", "joined.css")
TITLE = "How forces respond to super-complaints"
OTHERS_TITLE = "Recommendations that are not in our list"
OVERVIEW_TITLE = "Forces by report"
KEPT = "data/sources"
ANSWER_COLUMNS = ("answered_by", "passed_date", "words", "said_on")
LABELS_OF_ANSWERS = {
    "detailed_status": dict(fields.DETAILED_STATUS.labels),
    "passed_limit": dict(fields.LIMIT.labels),
}
"""The labels of the codes in columns that stay empty where the data has none."""
COLUMNS = (
    "id",
    "title",
    "theme",
    "theme_label",
    "deadline",
    "respond_by",
    "report_published",
    "force",
    "asked",
    "status",
    "status_label",
    "position",
    "position_label",
    "detailed_status",
    "detailed_status_label",
    "passed_limit",
    "passed_limit_label",
    *ANSWER_COLUMNS,
    "url",
    "data_of",
    "withdrawn_on",
    "source",
    "licence",
    "attribution",
)


def write_site(
    folder: Path, publisher: str, copies: Sequence[ForceCopy], today: date
) -> list[str]:
    """Write everything into ``folder``, unless other things are in it; return the names of what changed."""
    if folder.exists() and any(folder.iterdir()) and not (folder / KEPT).is_dir():
        raise FileExistsError(
            f"{folder} has other things in it. Name an empty folder, or one made before."
        )
    changed = [
        name
        for name, text in _files(publisher, copies, today)
        if _write(folder / name, text)
    ]
    return sorted(changed)


def _files(
    publisher: str, copies: Sequence[ForceCopy], today: date
) -> Iterator[tuple[str, str]]:
    """Yield the name and the text of each file.

    Of what others send, only an identifier becomes a name.
    """
    reports = [(report, compare(report, copies)) for report in read_catalogue().reports]
    others = compare_others(copies)
    yield from _data_files(
        publisher, copies, [*(items for _, items in reports), others]
    )
    yield "site.css", "".join(map(_read_styles, STYLES))
    shown = identifiers_shown(others)
    copies_with_unknown = []
    for copy in copies:
        unknown = [name for name in copy.unknown if name not in shown]
        copies_with_unknown.append((copy, unknown))
    values = {
        "copies": copies_with_unknown,
        "duplicates": duplicate_publishers(copies),
        "reports": reports,
        "others": others,
        "today": PartialDate.of_day(today),
    }
    yield "index.html", _page("index", publisher, "", TITLE, values)
    overview = {"overviews": overviews_of(reports), "statuses": list(Status)}
    yield (
        "forces/index.html",
        _page("forces", publisher, "../", OVERVIEW_TITLE, overview),
    )
    for report, items in reports:
        values = {
            "report": report,
            "asked": [item for item in items if item.groups],
            "for_others": [item for item in items if not item.groups],
            "tables": tables_of(items),
            "services": services_on(report),
        }
        yield (
            f"{report.identifier}/index.html",
            _page("report", publisher, "../", report.title, values),
        )
        yield from _pages_of_items(publisher, report.identifier, report.title, items)
    if others:
        values = {"items": others, "services": services_on(None)}
        yield "more/index.html", _page("others", publisher, "../", OTHERS_TITLE, values)
    yield from _pages_of_items(publisher, "more", OTHERS_TITLE, others)


def services_on(report: CatalogueReport | None) -> list[HelpService]:
    """Return the helplines for readers of ``report``; the general ones where the subject is not known."""
    if report is None:
        return read_catalogue().services_for(GENERAL_SERVICES)
    if not report.sensitive:
        return []
    return read_catalogue().services_for(report.support_services or GENERAL_SERVICES)


def _read_styles(name: str) -> str:
    return (settings.PROJECT_DIR / "build" / "static" / name).read_text(
        encoding="utf-8"
    )


def identifiers_shown(compared: Sequence[ComparedItem]) -> set[str]:
    """Return the identifiers by which the data of the forces names what is ``compared``."""
    shown: set[str] = set()
    for item in compared:
        for group in item.groups:
            shown.update(row.entry.identifier for row in group.rows if row.entry)
    return shown


def _data_files(
    publisher: str,
    copies: Sequence[ForceCopy],
    compared: Sequence[Sequence[ComparedItem]],
) -> Iterator[tuple[str, str]]:
    for copy in copies:
        if copy.entries:
            yield f"{KEPT}/{copy.source.slug}.json", _as_json(kept_values(copy))
    rows: list[dict[str, Any]] = []
    for items in compared:
        for item in items:
            rows.extend(_data_rows(item))
    head = {
        "publisher": publisher,
        "licence": LICENCE_ADDRESS,
        "catalogue": read_catalogue().version,
    }
    yield "data/joined.json", _as_json({**head, "answers": rows})
    cells = map(itemgetter(*COLUMNS), rows)
    yield "data/joined.csv", "".join(write_csv(COLUMNS, cells))


def _pages_of_items(
    publisher: str, folder: str, title_above: str, items: Sequence[ComparedItem]
) -> Iterator[tuple[str, str]]:
    for item in items:
        values = {
            "title_above": title_above,
            "compared": item,
            "services": services_on(item.report),
        }
        name = f"{folder}/{item.item.identifier}/index.html"
        yield (
            name,
            _page("recommendation", publisher, "../../", item.item.title, values),
        )


def _data_rows(compared: ComparedItem) -> Iterator[dict[str, Any]]:
    for group in compared.groups:
        for row in group.rows:
            answer = vars(row.answer) if row.answer else {}
            yield {
                **_item_values(compared),
                "force": row.force,
                "asked": group.name,
                "status": row.status.value,
                "status_label": row.missing or row.status_label,
                # Where nothing is known of a position, the code says why, as that of
                # the status does.
                "position": answer.get("position") or row.status.value,
                "position_label": row.position_label or row.missing or row.status_label,
                **{name: answer.get(name) or None for name in ANSWER_COLUMNS},
                **_coded_values(answer),
                "url": row.entry and row.entry.url,
                "data_of": (row.entry or row.copy).day or None,
                "withdrawn_on": (row.entry and row.entry.withdrawn_on) or None,
                "source": row.copy.source.data,
                "licence": LICENCE_ADDRESS,
                "attribution": attribution(row.force),
            }


def _item_values(compared: ComparedItem) -> dict[str, Any]:
    """Return what the catalogue says of the item: what it lacks is empty."""
    item = compared.item
    respond_by = report_published = None
    if compared.report:
        respond_by = compared.report.respond_by
        report_published = compared.report.report_published
    return {
        "id": compared.identifier,
        "title": item.title,
        "theme": item.theme or None,
        "theme_label": dict(Theme.choices).get(item.theme),
        "deadline": str(item.deadline or "") or None,
        "respond_by": str(respond_by or "") or None,
        "report_published": str(report_published or "") or None,
    }


def _coded_values(answer: dict[str, Any]) -> dict[str, Any]:
    """Return codes of ``answer`` with their labels."""
    values = {}
    for name, labels in LABELS_OF_ANSWERS.items():
        code = answer.get(name, "")
        values[name] = code or None
        values[f"{name}_label"] = labels.get(code)
    return values


def _page(
    template: str, publisher: str, root: str, title: str, values: dict[str, Any]
) -> str:
    request: HttpRequest = RequestFactory().get(
        "/", headers={"host": settings.ALLOWED_HOSTS[0].lstrip("*.") or "localhost"}
    )
    wording = SiteWording(service_name=TITLE, force_name=publisher, exit_shown=True)
    values |= {
        "site_wording": wording,
        "root": root,
        "title": title,
        "licence": {"name": LICENCE_NAME, "address": LICENCE_ADDRESS},
        "forces_asked": FORCES_ASKED,
        "exit_explained": "#escape-key",
    }
    html = render_to_string(
        f"complaints/multi_force/{template}.html", {**values, "request": request}
    )
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
