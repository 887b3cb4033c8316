"""Settings of gunicorn for the process of editors: it also has the side door."""

import os

from gunicorn.workers.base import Worker

from site_config.side_door import open_side_door

SIDE_DOOR = int(os.environ.get("SIDE_DOOR", "8002"))


def post_worker_init(worker: Worker) -> None:
    """Open the side door once the application is loaded."""
    open_side_door(worker.wsgi, SIDE_DOOR)
