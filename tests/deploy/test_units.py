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
