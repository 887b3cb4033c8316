"""Joins the open data of several forces into plain pages and files.

``sources`` says whose data (``pages.core.fetching`` gets it); ``reading`` checks it and keeps what is
compared; ``copies`` keeps the last that was good; ``comparison`` counts; ``site`` writes the pages and the
files. It needs no database, and trusts nothing that another site sends.
"""
