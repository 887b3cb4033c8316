"""Each process of the site may do little more than it needs, by systemd's own measure."""

import subprocess

import pytest

from site_config.settings.environment import PROJECT_DIR

UNITS = sorted((PROJECT_DIR / "deploy" / "systemd").glob("super-complaints*.service"))


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_a_unit_is_contained_and_has_a_limit_of_memory(unit):
    command = ["/usr/bin/systemd-analyze", "security", "--offline=yes", "--threshold=30", unit]
    told = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603

    assert told.returncode == 0, told.stdout
    assert "Overall exposure level" in told.stdout
    assert "MemoryMax=" in unit.read_text()


@pytest.mark.parametrize(
    ("active", "told"),
    [
        ("next.socket", "well   super-complaints-next.socket runs\nwell   no super-complaints-next is left"),
        ("next", "WRONG  super-complaints-next.socket runs: "),
        (
            "next",
            "WRONG  no super-complaints-next is left from an upgrade: systemctl stop super-complaints-next",
        ),
    ],
)
def test_deploy_check_sees_whether_an_upgrade_ended(active, told, tmp_path):
    for command in ("systemctl", "curl", "nginx", "openssl", "sleep", "stat"):
        stub = tmp_path / command
        stub.write_text(f'#!/bin/sh\n[ {command} != systemctl ] || [ "$3" = super-complaints-{active} ]\n')
        stub.chmod(0o700)
    command = ["/bin/sh", PROJECT_DIR / "deploy" / "check"]
    done = subprocess.run(  # noqa: S603
        command, check=False, capture_output=True, text=True, env={"PATH": f"{tmp_path}:/usr/bin:/bin"}
    )

    lines = [line for line in done.stdout.splitlines() if "-next" in line]
    assert told in "\n".join(lines)
