"""Settings: ``base`` for everyone; ``local``, ``production`` and ``test`` for one situation each.

Every environment variable that the site reads stands in ``docs/running.md``.
"""
