"""Every command of the guide for operators exists, with the options that it is given."""

import re
import shlex
import subprocess

import pytest
from django.core.management import get_commands, load_command_class

from site_config.settings.environment import PROJECT_DIR

GUIDE = (PROJECT_DIR / "docs" / "running.md").read_text()
BLOCKS = re.findall(r"^```sh\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
LINES = [line for block in BLOCKS for line in block.splitlines()]
MANAGED = sorted({line for line in LINES if line.startswith("super-complaints ")})
OF_THE_MACHINE = {
    "tar",
    "systemctl",
    "runuser",
    "mv",
    "install",
    "rm",
    "test",
    "age-keygen",
}


def test_the_guide_has_commands():
    assert len(LINES) > 15
    assert {line.split()[0] for line in LINES} - OF_THE_MACHINE == {
        "super-complaints",
        *(
            f"/opt/super-complaints/{path}"
            for path in ("1.0/deploy/install", "1.1/deploy/install")
        ),
        *(
            f"/opt/super-complaints/{path}"
            for path in ("1.0/deploy/switch", "current/deploy/install")
        ),
    }


@pytest.mark.parametrize("block", BLOCKS)
def test_a_shell_can_read_them(block):
    subprocess.run(["/bin/sh", "-n", "-c", block], check=True)  # noqa: S603


@pytest.mark.parametrize("command", MANAGED)
def test_each_command_of_the_site_takes_its_options(command):
    _, name, *arguments = shlex.split(command, comments=True)
    parser = load_command_class(get_commands()[name], name).create_parser(
        "manage.py", name
    )

    parser.parse_args(arguments)


@pytest.mark.parametrize(
    "unit", sorted(set(re.findall(r"super-complaints-[a-z]+(?=[ `,;]|$)", GUIDE)))
)
def test_each_unit_is_shipped(unit):
    not_units = {"super-complaints-before", "super-complaints-token"}
    shipped = {path.stem for path in (PROJECT_DIR / "deploy" / "systemd").iterdir()}
    assert unit in shipped | not_units


def test_the_installer_knows_the_options_that_the_guide_gives_it():
    told = set(re.findall(r"(?<=[ `])(--(?:host|certificate|key|acme))\b", GUIDE))
    installer = (PROJECT_DIR / "deploy" / "install").read_text()

    assert told == {"--host", "--certificate", "--key", "--acme"}
    assert all(
        f"{option} |" in installer or f"| {option}" in installer for option in told
    )
