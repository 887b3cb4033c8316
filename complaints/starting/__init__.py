"""The first content of a force's site: its pages of text, and pages of the reports in the catalogue.

``section.toml`` has what a force decides for itself (``facts``), ``texts/`` the words around it,
``reports`` makes pages of the catalogue, ``section`` makes drafts of everything. ``loading`` turns plain
values into pages; the demonstration uses it, too.
"""
