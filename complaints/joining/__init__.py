"""Joins the open data of several forces into plain pages and files.

``copies`` gets the data (by ``pages.core.fetching``) and keeps the last that was good; ``reading`` checks it
and keeps what is compared; ``site`` compares, and writes the pages and the files. It needs no database, and
trusts nothing that another site sends.
"""
