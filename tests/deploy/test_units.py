"""Each process of the site may do little more than it needs, by systemd's own measure."""

import subprocess

from site_config.settings.environment import PROJECT_DIR

UNITS = sorted((PROJECT_DIR / "deploy" / "systemd").glob("super-complaints*.service"))


def test_each_unit_is_contained_and_has_a_limit_of_memory():
    for unit in UNITS:
        command = [
            "/usr/bin/systemd-analyze",
            "security",
            "--offline=yes",
            "--threshold=30",
            unit,
        ]
        told = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603

        assert told.returncode == 0, told.stdout
        assert "Overall exposure level" in told.stdout
        assert "MemoryMax=" in unit.read_text()


def test_nginx_is_reloaded_each_hour_and_a_check_says_if_not():
    deploy = PROJECT_DIR / "deploy"
    assert (
        "OnCalendar=hourly" in (deploy / "systemd" / "reload-nginx.timer").read_text()
    )
    assert (
        "ExecStart=/usr/bin/systemctl reload nginx"
        in (deploy / "systemd" / "reload-nginx.service").read_text()
    )
    assert "reload-nginx.timer" in (deploy / "switch").read_text()
    assert "reload-nginx.timer" in (deploy / "check").read_text()
    units = sorted((deploy / "systemd").glob("reload-nginx.*"))
    command = ["/usr/bin/systemd-analyze", "verify", *units]

    told = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603

    assert told.returncode == 0, told.stderr


def test_deploy_check_sees_whether_an_upgrade_ended(tmp_path):
    run = "super-complaints-next.socket runs"
    left = "no super-complaints-next is left"
    for active, told in {
        "next.socket": [f"well   {run}\nwell   {left}"],
        "next": [
            f"WRONG  {run}: ",
            f"WRONG  {left} from an upgrade: systemctl stop super-complaints-next",
        ],
    }.items():
        for command in ("systemctl", "curl", "nginx", "openssl", "sleep", "stat"):
            stub = tmp_path / command
            is_active = (
                f'[ {command} != systemctl ] || [ "$3" = super-complaints-{active} ]'
            )
            stub.write_text(f"#!/bin/sh\n{is_active}\n")
            stub.chmod(0o700)
        command = ["/bin/sh", PROJECT_DIR / "deploy" / "check"]
        done = subprocess.run(  # noqa: S603
            command,
            check=False,
            capture_output=True,
            text=True,
            env={"PATH": f"{tmp_path}:/usr/bin:/bin"},
        )

        lines = "\n".join(line for line in done.stdout.splitlines() if "-next" in line)
        assert [each for each in told if each not in lines] == []
