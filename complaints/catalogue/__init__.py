"""The national half of the site, the same for every force: reports, recommendations, bodies and helplines.

``reports/`` has a file for each super-complaint, named by its identifier. It holds what
the report asks, of whom and by when, and what national bodies replied for all; it holds
no force's answer. An identifier stays for good, that of an item without a printed
number too. What is not known is left out: ``seen`` says how much of an item was seen,
and ``recommendations_made``, where it is known, how many there are. ``sources.toml``
has the pages from which it is.

``reader`` returns it, ``records`` says what it consists of.
"""
