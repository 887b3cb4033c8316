"""Joins the open data of several forces into plain pages and files.

``copies`` gets the data (by ``pages.core.fetching``), checks it and keeps the last that
was good. ``comparison`` compares it, and ``site`` writes the pages and the files. It
needs no database, and trusts nothing that others send.
"""
