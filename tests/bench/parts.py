"""Where the time of a page goes that no cache holds: queries, templates and the rest, in processor time.

Run it on a database with the sample data, `DATA_DIR` or `DATABASE_URL` as for the site:
`python -m tests.bench.parts ADDRESS...`; with `PROFILE=1` it lists the functions that take the most, too.
"""

import cProfile
import http
import os
import pstats
import statistics
import sys
import time

import django

ROUNDS = 40


class Stopwatch:
    """Adds up the processor time of what it is put around."""

    def __init__(self, within: "Stopwatch | None" = None):
        """Leave out what ``within`` adds up meanwhile."""
        self.within = within
        self.seconds, self.times = 0.0, 0

    def __call__(self, run, *args, **options):
        """Run it and add its time."""
        inner = self.within.seconds if self.within else 0.0
        start = time.process_time()
        try:
            return run(*args, **options)
        finally:
            inner = self.within.seconds - inner if self.within else 0.0
            self.seconds += time.process_time() - start - inner
            self.times += 1


def look(client, address: str) -> str:
    """Return the line of ``address``."""
    from django.db import connection
    from django.template.response import TemplateResponse

    drawn, told, queries = TemplateResponse.rendered_content, [], Stopwatch()
    for _ in range(ROUNDS):
        whole, queries = Stopwatch(), Stopwatch()
        templates = Stopwatch(queries)
        TemplateResponse.rendered_content = _timed(templates, drawn)
        with connection.execute_wrapper(queries):
            answer = whole(client.get, address)
        assert answer.status_code == http.HTTPStatus.OK, f"{address} answered {answer.status_code}"
        told.append((whole.seconds, queries.seconds, templates.seconds))
    TemplateResponse.rendered_content = drawn
    all_in, sql, shown = (1000 * statistics.median(each) for each in zip(*told, strict=True))
    figures = f"{all_in:>8.1f}{queries.times:>10}{sql:>8.1f}{shown:>11.1f}{all_in - sql - shown:>8.1f}"
    return f"{address:54}{figures}"


def _timed(stopwatch: Stopwatch, drawn):
    return property(lambda response: stopwatch(drawn.fget, response))


def main(addresses: list[str]) -> None:
    """Look at each of ``addresses``."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_config.settings.local")
    django.setup()
    from django.test import Client

    client = Client(headers={"host": "127.0.0.1"})
    print(f"{'Milliseconds':54}{'in all':>8}{'queries':>10}{'SQL':>8}{'templates':>11}{'rest':>8}")
    for address in addresses:
        client.get(address)
        print(look(client, address))
        if os.environ.get("PROFILE"):
            with cProfile.Profile() as profile:
                client.get(address)
            pstats.Stats(profile).sort_stats("cumulative").print_stats(60)


if __name__ == "__main__":
    main(sys.argv[1:])
