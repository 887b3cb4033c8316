"""The pages of several forces are made on a machine with nothing else: no setting, no secret, no database."""

import re
import subprocess

from complaints.multi_force.copies import read_sources
from complaints.multi_force.site import KEPT
from site_config.settings.environment import PROJECT_DIR

GUIDE = (PROJECT_DIR / "docs" / "joining.md").read_text(encoding="utf-8")
JOINING = PROJECT_DIR / "deploy" / "joining"
UNIT = JOINING / "join-forces.service"
TIMER = JOINING / "join-forces.timer"
CONTAINER = JOINING / "Containerfile"
ROW = "stalking/recommendation-7,Kent Police,police_force,in_progress,https://kent.example/plan,2026-11-30"


def blocks(language: str) -> list[str]:
    """Return the blocks of the guide in ``language``."""
    return re.findall(rf"^```{language}\n(.+?)^```$", GUIDE, re.DOTALL | re.MULTILINE)


def data_files() -> set:
    """Return what is beside the environment in the folder of data."""
    return {
        path
        for path in (PROJECT_DIR / "var").glob("*")
        if path.name not in ("cache", "venv")
    }


def test_the_command_needs_no_setting_and_leaves_nothing_but_its_pages(tmp_path):
    """The list is that of the guide, without the force that would be asked over the network."""
    [sources] = blocks("toml")
    head, _, file = sources.partition("[[sources]]\n")[2].rpartition("[[sources]]\n")
    assert "https://" in head
    (tmp_path / "sources.toml").write_text(
        f'publisher = "A charity"\n[[sources]]\n{file}', encoding="utf-8"
    )
    header = "id,publisher,respondent_kind,respondent_status,source,day"
    (tmp_path / "others.csv").write_text(f"{header}\r\n{ROW}\r\n", encoding="utf-8")
    before = data_files()

    done = subprocess.run(  # noqa: S603
        [PROJECT_DIR / "deploy" / "join", "sources.toml", "site"],
        cwd=tmp_path,
        env={"PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert "Forces without such a site: 1 compared" in done.stdout
    page = (
        tmp_path / "site" / "stalking" / "recommendation-7" / "index.html"
    ).read_text(encoding="utf-8")
    assert "Kent Police" in page
    assert (tmp_path / "site" / KEPT).is_dir()
    assert {path.name for path in tmp_path.iterdir()} == {
        "sources.toml",
        "others.csv",
        "site",
    }
    assert data_files() == before


def test_the_list_of_sources_in_the_guide_can_be_read(tmp_path):
    [sources] = blocks("toml")
    path = tmp_path / "sources.toml"
    path.write_text(sources, encoding="utf-8")

    found = read_sources(path)

    assert found.publisher == "Who publishes these pages"
    assert [source.host for source in found.sources] == [
        "www.borsetshire.police.uk",
        "",
    ]


def test_the_unit_is_contained_and_runs_what_the_guide_says():
    command = [
        "/usr/bin/systemd-analyze",
        "security",
        "--offline=yes",
        "--threshold=30",
        UNIT,
    ]
    told = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603
    assert told.returncode == 0, told.stdout
    unit = UNIT.read_text(encoding="utf-8")
    assert "MemoryMax=" in unit
    commands = "\n".join(blocks("sh"))
    program, arguments = re.search(
        r"^ExecStart=/opt/join-forces/(\S+) (.+)$", unit, re.MULTILINE
    ).groups()
    assert f"{program} {arguments}" in commands
    assert (PROJECT_DIR / program).is_file()
    assert "useradd --system join-forces" in commands
    assert "User=join-forces" in unit
    for file in re.findall(r"deploy/joining/[\w.-]+", commands):
        assert (PROJECT_DIR / file).is_file(), file


def test_the_timer_runs_each_day_and_makes_up_for_a_machine_that_was_off():
    timer = TIMER.read_text(encoding="utf-8")
    [calendar] = re.findall(r"^OnCalendar=(.+)$", timer, re.MULTILINE)

    command = ["/usr/bin/systemd-analyze", "calendar", "--iterations=2", calendar]
    told = subprocess.check_output(command, text=True)  # noqa: S603

    assert "06:00:00" in told
    assert "Persistent=yes" in timer
    assert "WantedBy=timers.target" in timer


def test_no_recipe_has_a_debug_setting():
    recipes = [GUIDE, *(path.read_text(encoding="utf-8") for path in JOINING.iterdir())]
    recipes.append((PROJECT_DIR / "deploy" / "join").read_text(encoding="utf-8"))

    for recipe in recipes:
        assert "DEBUG" not in recipe
    assert "deploy/join" in CONTAINER.read_text(encoding="utf-8")
