"""A newer catalogue than that of this release, as an upgrade brings it."""

from dataclasses import replace
from importlib import import_module

from complaints.catalogue import reader

MODULES_THAT_READ_IT = (
    "complaints.catalogue.reader",
    "complaints.data.data_files",
    "complaints.data.values",
    "complaints.models.identifiers",
)


def use_catalogue(monkeypatch, catalogue):
    """Make every part of the site read ``catalogue``."""
    # All are imported first: what is imported after the change would keep the changed
    # function.
    modules = [import_module(name) for name in MODULES_THAT_READ_IT]
    for module in modules:
        monkeypatch.setattr(module, "read_catalogue", lambda: catalogue)


def with_item(catalogue, identifier, **changes):
    """Return ``catalogue`` with ``changes`` of the item ``identifier``."""
    report_identifier, _, item_identifier = identifier.partition("/")
    report = catalogue.report(report_identifier)
    items = []
    for item in report.recommendations:
        items.append(
            replace(item, **changes) if item.identifier == item_identifier else item
        )
    return with_report(catalogue, report_identifier, recommendations=tuple(items))


def with_report(catalogue, identifier, **changes):
    """Return ``catalogue`` with ``changes`` of the report ``identifier``."""
    reports = []
    for report in catalogue.reports:
        reports.append(
            replace(report, **changes) if report.identifier == identifier else report
        )
    return replace(catalogue, reports=tuple(reports), version="2030-01-01")


def with_number_12():
    """Return the catalogue after the number of the item on screening became known."""
    return with_item(
        reader.read_catalogue(),
        "stalking/screening",
        number="12",
        aliases=("recommendation-12",),
    )
