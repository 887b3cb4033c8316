"""The first content of a force's site: its pages of text, and pages of the reports in the catalogue.

``section.toml`` has what a force decides for itself (``facts``), ``texts/`` the words
around it, ``page_fields`` the fields of each page, ``loading`` makes drafts of them;
the demonstration uses it, too.
"""
