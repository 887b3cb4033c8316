"""A screen, a keyboard and a mouse that no person sees: Xvfb with xdotool.

Keys and clicks come as from a real keyboard (XTEST), so that the browser around the
page gets them first, as it does at home: a driver's synthetic keys go to the page
alone. What is on the screen is read from the screen's own memory, whatever the browser
says of itself.
"""

import mmap
import os
import subprocess
import tempfile
import threading
import time
from contextlib import contextmanager
from pathlib import Path

from tests.waiting import PATIENCE

WIDTH, HEIGHT = 1280, 1000


class Desktop:
    """One virtual screen with what a hand can do there."""

    def __init__(self, width: int = WIDTH):
        self.width = width
        self._folder = tempfile.TemporaryDirectory(prefix="desktop-")
        number_to_read, number_to_write = os.pipe()
        # The server picks a number that no other worker's has.
        self._server = subprocess.Popen(  # noqa: S603
            [  # noqa: S607
                "Xvfb",
                "-displayfd",
                str(number_to_write),
                "-fbdir",
                self._folder.name,
                "-screen",
                "0",
                f"{width}x{HEIGHT}x24",
                "-nolisten",
                "tcp",
                "-noreset",
            ],
            pass_fds=[number_to_write],
            # Ended with this process's group it would leave its lock behind.
            start_new_session=True,
            stderr=subprocess.DEVNULL,
        )
        os.close(number_to_write)
        with os.fdopen(number_to_read) as number:
            self.environment = {
                **os.environ,
                "DISPLAY": f":{number.readline().strip()}",
            }
        with Path(self._folder.name, "Xvfb_screen0").open("rb") as memory:
            self._screen = mmap.mmap(memory.fileno(), 0, access=mmap.ACCESS_READ)

    def close(self) -> None:
        self._screen.close()
        self._server.terminate()
        self._server.wait()
        self._folder.cleanup()

    def do(self, *command: str) -> str:
        """Let xdotool do something, and return what it prints."""
        return subprocess.check_output(  # noqa: S603
            ["xdotool", *command],  # noqa: S607
            env=self.environment,
            text=True,
            timeout=PATIENCE,
        )

    def windows(self, name: str = "") -> list[str]:
        """Return the visible windows, or those whose title has ``name``."""
        search = ["xdotool", "search", "--onlyvisible", "--name", name]
        # It fails where it finds nothing.
        found = subprocess.run(  # noqa: S603
            search,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
        )
        return found.stdout.split()

    def press(self, *keys: str, seconds_between: float = 0) -> None:
        """Press keys one after the other, named as in xdotool: ``Escape``, ``alt+Left``."""
        self.do("key", "--delay", f"{1000 * seconds_between:.0f}", *keys)

    def hold(self, key: str, seconds: float) -> None:
        """Hold a key down; the screen's server repeats it, first after 0.7 s."""
        self.do("keydown", key)
        # Time itself is meant here: nothing tells that a key is held but that it does
        # not come up.
        time.sleep(seconds)
        self.do("keyup", key)

    def type(self, text: str) -> None:
        self.do("type", "--delay", "2", text)

    def click(self, x: float, y: float, button: int = 1, holding: str = "") -> None:
        """Click a point of the screen, a key held down if one is named."""
        click = ["mousemove", f"{x:.0f}", f"{y:.0f}", "click", str(button)]
        self.do(*(["keydown", holding, *click, "keyup", holding] if holding else click))

    def shows(self, colour: str) -> bool:
        """Whether the screen has a patch of ``colour`` (``#rrggbb``) now."""
        return self.find(colour) is not None

    def find(
        self, colour: str, *, width: int = 20, from_row: int = 0
    ) -> tuple[int, int] | None:
        """Return where the first patch of ``colour`` begins, ``width`` pixels wide, row by row.

        The icon in the tab has the colour of a page too, and is less wide.
        """
        red, green, blue = bytes.fromhex(colour.removeprefix("#"))
        # The pixels are the end of the memory, four bytes each, of which one means
        # nothing.
        start = len(self._screen) - self.width * HEIGHT * 4
        first = start + from_row * self.width * 4
        for unused in (0, 255):
            if (
                found := self._screen.find(
                    bytes([blue, green, red, unused]) * width, first
                )
            ) >= 0:
                row, column = divmod((found - start) // 4, self.width)
                return column, row
        return None

    @contextmanager
    def watching(self, colour: str):
        """Look at the screen all the time; yield a list that gets the moments at which it has ``colour``."""
        seen: list[float] = []
        done = threading.Event()

        def look():
            while not done.wait(0.003):
                if self.shows(colour):
                    seen.append(time.monotonic())

        watcher = threading.Thread(target=look)
        watcher.start()
        try:
            yield seen
        finally:
            done.set()
            watcher.join()
