"""``make audit`` compares what is locked with a file of advisories."""

import json
import runpy
from zipfile import ZipFile

import pytest

from site_config.settings.environment import PROJECT_DIR

# By its path: a library brings a package that is named “requirements”, too.
main = runpy.run_path(str(PROJECT_DIR / "requirements" / "audit.py"))["main"]


def advisory(name, ecosystem="PyPI", versions=(), events=(), **fields) -> dict:
    package = {
        "package": {"name": name, "ecosystem": ecosystem},
        "versions": list(versions),
    }
    ranges = [{"type": "ECOSYSTEM", "events": list(events)}] if events else []
    return {"id": f"OSV-{name}", "affected": [{**package, "ranges": ranges}], **fields}


@pytest.fixture
def locks(tmp_path):
    python, node = tmp_path / "run.txt", tmp_path / "package-lock.json"
    python.write_text(
        "Django==6.1.2 \\\n    --hash=sha256:00\npsycopg[binary]==3.2 ; python_version > '3'\n"
    )
    node.write_text(
        json.dumps(
            {"packages": {"": {}, "node_modules/@a/sass": {"version": "1.99.0"}}}
        )
    )
    return str(python), str(node)


@pytest.mark.parametrize(
    ("record", "is_named"),
    [
        (advisory("django", events=[{"introduced": "0"}, {"fixed": "6.1.3"}]), True),
        (advisory("django", events=[{"introduced": "0"}, {"fixed": "6.1.2"}]), False),
        (advisory("django", events=[{"introduced": "6.1.10"}]), False),
        (
            advisory(
                "django", events=[{"introduced": "6.0"}, {"last_affected": "6.1.2"}]
            ),
            True,
        ),
        (
            advisory(
                "django", events=[{"introduced": "6.0"}, {"last_affected": "6.1.1"}]
            ),
            False,
        ),
        (advisory("Psycopg", versions=["3.2"]), True),
        (
            advisory("psycopg", versions=["3.2"], withdrawn="2026-01-01T00:00:00Z"),
            False,
        ),
        (advisory("@a/sass", "npm", events=[{"introduced": "1.0.0"}]), True),
        (advisory("@a/sass", "PyPI", events=[{"introduced": "1.0.0"}]), False),
    ],
)
def test_what_is_about_a_locked_version_is_named(tmp_path, locks, record, is_named):
    advisories = tmp_path / "all.zip"
    with ZipFile(advisories, "w") as archive:
        archive.writestr("other.json", json.dumps(advisory("flask", versions=["1.0"])))
        archive.writestr("record.json", json.dumps(record))

    if is_named:
        with pytest.raises(SystemExit, match=record["id"]):
            main(str(advisories), *locks)
    else:
        assert "about one of the 3 locked packages" in main(str(advisories), *locks)


def test_an_empty_file_is_not_taken_for_good_news(tmp_path, locks):
    empty = tmp_path / "none.json"
    empty.write_text("[]")

    with pytest.raises(SystemExit, match="Nothing to compare"):
        main(str(empty), *locks)
