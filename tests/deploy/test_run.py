"""`deploy/run` runs what is in its own release, and a command where it was called."""

import shutil
import subprocess

from site_config.settings.environment import PROJECT_DIR


def test_a_command_finds_the_files_of_the_folder_where_it_is_called(tmp_path):
    release, elsewhere, current = (
        tmp_path / "1.0",
        tmp_path / "elsewhere",
        tmp_path / "current",
    )
    python = release / "var" / "venv" / "bin" / "python"
    for folder in (python.parent, release / "deploy", elsewhere):
        folder.mkdir(parents=True)
    shutil.copy(PROJECT_DIR / "deploy" / "run", release / "deploy")
    python.write_text('#!/bin/sh\necho "$PWD" "$@"\n')
    python.chmod(0o700)
    current.symlink_to(release)

    def run(*arguments):
        command = [current / "deploy" / "run", *arguments]
        return subprocess.check_output(command, text=True, cwd=elsewhere).strip()  # noqa: S603

    # Never by the link, which may lead to another release when something is imported
    # later.
    manage = f"{elsewhere} {release}/manage.py"
    assert (
        run("start_section", "section.toml") == f"{manage} start_section section.toml"
    )
    assert run("worker") == f"{manage} run_scheduled --every 15"
    assert run("web").startswith(f"{release} -m gunicorn site_config.wsgi --preload")
