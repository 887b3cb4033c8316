"""Refuses `pip install` of this folder, in the place of a build (PEP 517)."""

REFUSAL = "This is a site to run, not a package to install: use “make run”, or see docs/running.md."


def build_wheel(*_: object, **__: object) -> str:
    raise SystemExit(REFUSAL)


build_sdist = build_editable = build_wheel
