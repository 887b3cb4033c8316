"""Backups: one file with database, uploads and settings, and the way back from it.

``database.py`` dumps and loads a database, ``archive.py`` packs, encrypts and checks the file.
"""
