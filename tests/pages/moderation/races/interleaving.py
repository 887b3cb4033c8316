"""Runs actions at once, each in a thread with a connection of its own, in an order drawn from a seed.

Every thread stops before each statement that it sends to the database until it is told
to go on, so that a seed decides which statement of whom comes next. A thread that waits
for a lock of another is left alone until it has the lock: that is how the database
itself orders them.
"""

import random
import sys
import threading
import traceback

from django.db import connection, connections

from pages.published import folder

BURSTS = [1, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89]
"""How many statements in a row, one of which is drawn: short ones find races between two statements, long
ones those between whole requests.
"""
PATIENCE = 60
"""Seconds without any progress after which the interleaving has failed."""


class Actor:
    """One action, its thread, and the statement before which it stands."""

    def __init__(self, name, action, barrier):
        self.name, self.action, self.barrier = name, action, barrier
        self.done = self.released = False
        self.result = self.error = self.connection = self.backend = None
        self.statements = []
        self._stands, self._may_go_on = threading.Event(), threading.Semaphore(0)
        self.thread = threading.Thread(target=self._run, name=name, daemon=True)
        self.thread.start()

    def _run(self):
        try:
            connection.ensure_connection()
            # Keep this thread's own connection: the proxy differs by thread.
            self.connection = connections["default"]
            if connection.vendor == "postgresql":
                self.backend = connection.connection.info.backend_pid
            self.barrier.wait(PATIENCE)
            with connection.execute_wrapper(self._stop):
                self.result = self.action()
        except Exception:
            self.error = traceback.format_exc()
        finally:
            connection.close()
            self.done = True
            self._stands.set()

    def _stop(self, execute, sql, params, many, context):
        self.statements.append(sql)
        self._stands.set()
        if not self.released:
            self._may_go_on.acquire()
        return execute(sql, params, many, context)

    def start(self):
        """Wait until it stands before its first statement, or has ended."""
        self._stands.wait(PATIENCE)

    def go_on(self, others):
        """Let it send one statement; tell whether it stands again, and does not wait for a lock."""
        self._stands.clear()
        self._may_go_on.release()
        return self.stands(others)

    def stands(self, others):
        """Tell whether it stands or has ended, as soon as that is known; false if it waits for a lock."""
        for _ in range(50 * PATIENCE):
            if self._stands.wait(0.02):
                return True
            if self._waits_for_a_lock(others):
                return False
        raise AssertionError(f"{self.name} neither goes on nor waits for a lock")

    def release(self):
        """Let it come to its end unwatched."""
        self.released = True
        self._may_go_on.release()

    def comes_through(self):
        """Wait until a lock that it waits for is given up."""
        return self._stands.wait(PATIENCE)

    def _waits_to_show_an_edition(self):
        """Tell whether it waits for the file that another locks while it shows an edition."""
        frame = sys._current_frames().get(self.thread.ident)
        return (
            frame is not None and frame.f_code is folder.only_one.__wrapped__.__code__
        )

    def _waits_for_a_lock(self, others):
        if self._waits_to_show_an_edition():
            return True
        if not self.backend:  # SQLite has one lock for everything
            return any(
                other.connection.in_atomic_block for other in others if not other.done
            )
        with connection.cursor() as cursor:
            cursor.execute("SELECT cardinality(pg_blocking_pids(%s))", [self.backend])
            return cursor.fetchone()[0] > 0


class Interleaving:
    """The actors of one race, and the order in which the seed let them go on."""

    def __init__(self, seed, actions):
        self.seed = seed
        self.schedule = []
        self._random = random.Random(seed)  # noqa: S311
        barrier = threading.Barrier(len(actions))
        self.actors = [Actor(name, action, barrier) for name, action in actions.items()]

    def run(self):
        """Let all come to their end, and return what each returned by its name."""
        try:
            self._interleave()
        finally:
            # After a failure as well: nobody may hold locks for ever.
            for actor in self.actors:
                actor.release()
            for actor in self.actors:
                actor.thread.join(PATIENCE)
        return {actor.name: actor.result for actor in self.actors}

    def _interleave(self):
        for actor in self.actors:
            actor.start()
        while running := [actor for actor in self.actors if not actor.done]:
            able = [actor for actor in running if actor.stands(self._others(actor))]
            if not able:  # the last statement gave the lock up this moment, or the database ends a deadlock
                for actor in running:
                    assert actor.comes_through(), f"They block each other: {self}"
                continue
            self._burst(self._random.choice(able))

    def _others(self, actor):
        return [other for other in self.actors if other is not actor]

    def _burst(self, actor):
        wanted = self._random.choice(BURSTS)
        sent = 0
        while sent < wanted and not actor.done:
            sent += 1
            if not actor.go_on(self._others(actor)):
                break
        self.schedule.append((actor.name, sent))

    @property
    def errors(self):
        """What was raised, by the name of the actor."""
        return {actor.name: actor.error for actor in self.actors if actor.error}

    def __str__(self):
        """Tell how to see it again."""
        order = " ".join(f"{name}:{count}" for name, count in self.schedule)
        raised = "\n".join(
            f"--- {name}\n{error}" for name, error in self.errors.items()
        )
        return f"seed {self.seed}, statements in the order {order}\n{raised}"
