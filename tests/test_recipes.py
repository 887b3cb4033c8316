"""The recipes of ``docs/changing.md`` work: each is followed word for word on a copy of the project."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from site_config.settings.environment import PROJECT_DIR

from .databases import EMPTY

DOCUMENT = PROJECT_DIR / "docs" / "changing.md"
# With the code that proves a recipe: ``tests/recipe_proofs.py`` and what it needs.
COPIED = [
    "manage.py",
    "pyproject.toml",
    "complaints",
    "pages",
    "site_config",
    "templates",
    "build/static/first.css",  # stands in every page
    "tests/factories",
    "tests/recipe_proofs.py",
    "tests/submissions.py",
]
STEP = re.compile(
    r"^\*\*\d+\.\*\* (?:Create|In) `(?P<path>[^`\n]+)`"
    r"(?:, (?P<where>after|in place of) `(?P<line>[^`\n]+)`)?:\n\n"
    r"```\w+\n(?P<code>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
NEW_MIGRATIONS = {
    "Add a field to a recommendation": ["complaints"],
    "Add a block": [],
    "Change stored blocks": [],
    "Add a page type": ["pages/content"],
    "Add a workflow stage": [],
}
"""The folders to which ``makemigrations`` adds one file each."""
FIRST = "Add a field to a recommendation"
"""What people change most often is tried in every run, the others before a release."""


def recipes() -> dict[str, str]:
    """Return the text of each recipe by its heading."""
    chapter = DOCUMENT.read_text().partition("\n## Recipes\n")[2]
    _, *parts = re.split(r"^### (.+)$", chapter, flags=re.MULTILINE)
    return dict(zip(parts[::2], parts[1::2], strict=True))


def copy_project(folder) -> None:
    for name in COPIED:
        source, target = PROJECT_DIR / name, folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(
                source, target, ignore=shutil.ignore_patterns("__pycache__")
            )
        else:
            shutil.copyfile(source, target)


def follow(recipe: str, folder) -> None:
    """Do what each step of ``recipe`` says; fail if a step cannot be read, or its line is not there once."""
    steps = [*STEP.finditer(recipe)]
    assert len(steps) == recipe.count("\n```") // 2, (
        "a step has another form than those that this test knows"
    )
    for step in steps:
        path = folder / step["path"]
        if not step["where"]:
            assert not path.exists(), f"{step['path']} is there already"
            path.write_text(step["code"])
            continue
        lines = path.read_text().splitlines(keepends=True)
        places = [
            place for place, line in enumerate(lines) if line.strip() == step["line"]
        ]
        assert len(places) == 1, (
            f"{step['path']} has {len(places)} lines {step['line']!r}"
        )
        first = places[0] + (step["where"] == "after")
        lines[first : places[0] + 1] = [step["code"]]
        path.write_text("".join(lines))


def complaints_of_ruff(folder) -> str:
    """Return what is wrong with style and format of the code in ``folder``."""
    ruff, options = (
        Path(sys.executable).parent / "ruff",
        ["--config", PROJECT_DIR / "pyproject.toml", "--no-cache"],
    )
    commands = [
        [ruff, "check", "--quiet", *options],
        [ruff, "format", "--check", "--quiet", *options],
    ]
    runs = [
        subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603
        for command in commands
    ]
    return "".join(run.stdout + run.stderr for run in runs if run.returncode)


def migrations(folder) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.glob("**/migrations/*.py")}


def test_every_recipe_is_tried():
    assert set(recipes()) == set(NEW_MIGRATIONS)


@pytest.mark.slow
@pytest.mark.parametrize(
    "heading",
    [
        FIRST,
        *(
            pytest.param(migration, marks=pytest.mark.long)
            for migration in NEW_MIGRATIONS
            if migration != FIRST
        ),
    ],
)
def test_a_recipe_works_as_written(heading, tmp_path, databases, django_db_setup):
    copy_project(tmp_path)
    follow(recipes()[heading], tmp_path)
    assert complaints_of_ruff(tmp_path) == ""
    before = migrations(tmp_path)

    with databases.for_a_server(EMPTY) as address:
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-m", "tests.recipe_proofs", heading],
            cwd=tmp_path,
            env={
                **{
                    name: value
                    for name, value in os.environ.items()
                    if not name.startswith("DJANGO_")
                },
                "DATABASE_URL": address,
                "DJANGO_SETTINGS_MODULE": "site_config.settings.test",
                "TMPDIR": str(tmp_path),
            },
            capture_output=True,
            text=True,
            check=False,
        )

    assert done.returncode == 0, done.stderr
    made = migrations(tmp_path) - before
    assert (
        sorted(name.rpartition("/migrations/")[0] for name in made)
        == NEW_MIGRATIONS[heading]
    )
