"""Schedule content for a moment from now, in the database that the environment names.

``python -m tests.complaints.schedule_soon SECONDS`` prints the time in UTC.
"""

import sys
from datetime import timedelta

import django


def main(seconds: int) -> None:
    """Let people write and approve it; fails if they take longer than ``seconds``."""
    django.setup()

    from django.utils import timezone

    from .embargo import schedule

    at = timezone.now().replace(microsecond=0) + timedelta(seconds=seconds)
    schedule(f"{timezone.localtime(at):%Y-%m-%d %H:%M:%S}", at)
    print(at.isoformat())


if __name__ == "__main__":
    main(int(sys.argv[1]))
