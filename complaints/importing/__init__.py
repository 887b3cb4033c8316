"""Reads action plans as forces keep them: a table, or headed paragraphs, pasted or in a file.

From sources (``sources.py``) come tables and lines; from those, records with headings (``shapes.py``), of
which ``columns.py`` says what they mean; ``reading.py`` reads each cell, and asks where it is not sure. No
database is read here: ``complaints/admin/table_import`` compares a plan with the drafts and saves it.
"""
