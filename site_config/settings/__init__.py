"""Settings: ``base`` for every installation; ``local``, ``production`` and ``test`` for one kind each.

``docs/running.md`` lists every environment variable that the site reads.
"""
