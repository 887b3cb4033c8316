"""The public site as files, made once an edition.

A change that the public may see, a known moment and a release begin a new edition
(``changes``, ``editions``). Each has a folder (``folder``). The file of an address is
made in it when it is first asked for, or when the worker comes to it (``serving``,
``watching``), and nginx or ``serving`` sends it from there.

Outside this package only the settings, the server's start (``serving``), the worker and
the metrics (``watching``) know of it, and what may stay in memory for an edition
(``editions.remember``).
"""
