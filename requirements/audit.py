"""Prints which locked packages have known faults: python requirements/audit.py ADVISORIES LOCK...

ADVISORIES is a file that was brought here: records in the format of https://osv.dev, as
JSON or as one of its ZIP archives. LOCK is a requirements/*.txt or a package-lock.json.
The network is not used.
"""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile, is_zipfile

from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

Package = tuple[str, str, str]
"""An ecosystem as OSV calls it, a name and a version."""


def advisories_in(path: Path) -> list[dict]:
    """Return the records of a file that count."""
    if is_zipfile(path):
        with ZipFile(path) as archive:
            texts = [
                archive.read(name)
                for name in archive.namelist()
                if name.endswith(".json")
            ]
    else:
        texts = [path.read_bytes()]
    records = []
    for text in texts:
        content = json.loads(text)
        records += content if isinstance(content, list) else [content]
    return [record for record in records if not record.get("withdrawn")]


def packages_in(path: Path) -> Iterator[Package]:
    """Yield what a lock names."""
    if path.suffix == ".json":
        for place, package in json.loads(path.read_text())["packages"].items():
            if place:  # the first is the project itself
                yield "npm", place.rpartition("node_modules/")[2], package["version"]
    else:
        for name, version in re.findall(
            r"^([\w.-]+)(?:\[.*\])?==([^\s;\\]+)", path.read_text(), re.MULTILINE
        ):
            yield "PyPI", canonicalize_name(name), version


def is_affected(package: Package, record: dict) -> bool:
    """Return True if ``record`` is about this version of ``package``."""
    ecosystem, name, version = package
    for affected in record.get("affected", []):
        named = affected.get("package", {})
        same_name = canonicalize_name(named.get("name", "")) == canonicalize_name(name)
        if named.get("ecosystem") != ecosystem or not same_name:
            continue
        if version in affected.get("versions", []):
            return True
        for versions in affected.get("ranges", []):
            if versions["type"] != "GIT" and _is_within(version, versions):
                return True
    return False


def _is_within(version: str, versions: dict) -> bool:
    is_within = False
    for event in versions["events"]:
        [(kind, limit)] = event.items()
        is_passed = limit == "0" or _at_least(version, limit)
        if kind == "introduced" and is_passed:
            is_within = True
        elif is_passed and (
            kind == "fixed" or (kind == "last_affected" and version != limit)
        ):
            is_within = False
    return is_within


def _at_least(version: str, limit: str) -> bool:
    try:
        return Version(version) >= Version(limit)
    except InvalidVersion:  # of another kind than Python's: better a warning too many
        return limit != version


def main(advisories: str, *locks: str) -> str:
    """Return what was found, or raise ``SystemExit`` with it if a package has a known fault."""
    records = advisories_in(Path(advisories))
    packages: set[Package] = set()
    for lock in locks:
        packages.update(packages_in(Path(lock)))
    if not records or not packages:
        raise SystemExit(
            f"Nothing to compare: {len(records)} advisories, {len(packages)} packages."
        )
    faults = []
    for package in sorted(packages):
        _, name, version = package
        for record in records:
            if is_affected(package, record):
                summary = record.get("summary", "")
                faults.append(f"{name} {version}: {record['id']} {summary}")
    if faults:
        raise SystemExit("\n".join(faults))
    return f"None of {len(records)} advisories is about one of the {len(packages)} locked packages."


if __name__ == "__main__":
    print(main(*sys.argv[1:]))
