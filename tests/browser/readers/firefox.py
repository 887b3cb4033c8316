"""Firefox, by WebDriver BiDi."""

import contextlib
import json
import os
import shutil
import tempfile
from pathlib import Path

from tests.browser.remote import PageGoneError, Remote

from .reader import Reader


class FirefoxReader(Reader):
    """Firefox, by WebDriver BiDi."""

    name = "firefox"
    window = "Mozilla Firefox"
    settings = {
        # Remote control would have it hand on the keys that it drops while a page is
        # new.
        "remote.prefs.recommended": False,
        # No word to its maker, nothing fetched from there.
        "app.normandy.enabled": False,
        "app.update.disabledForTesting": True,
        "browser.aboutwelcome.enabled": False,
        "browser.contentblocking.features.strict": "",
        "browser.newtabpage.enabled": False,
        "browser.safebrowsing.malware.enabled": False,
        "browser.safebrowsing.phishing.enabled": False,
        "browser.search.update": False,
        "browser.shell.checkDefaultBrowser": False,
        "browser.startup.homepage_override.mstone": "ignore",
        "datareporting.healthreport.uploadEnabled": False,
        "datareporting.policy.dataSubmissionEnabled": False,
        "dom.push.connection.enabled": False,
        "extensions.systemAddon.update.enabled": False,
        "extensions.update.enabled": False,
        "media.gmp-manager.updateEnabled": False,
        "network.captive-portal-service.enabled": False,
        "network.connectivity-service.enabled": False,
        "services.settings.server": "data:,#remote-settings-dummy/v1",
        "toolkit.telemetry.server": "",
        "trailhead.firstrun.didSeeAboutWelcome": True,
        # How often it notes what to reopen a closed tab with: every second, not every
        # 15.
        "browser.sessionstore.interval": 1000,
        # A typed address is not to be completed with one that was visited.
        "browser.urlbar.autoFill": False,
        "browser.urlbar.suggest.searches": False,
    }

    compiled = ("compatibility.ini", "startupCache")
    """What Firefox compiles of its own scripts: a start without it takes half as long again."""

    @property
    def kept(self):
        """The folder in which the first Firefox of a run leaves that to the others, if the run has one."""
        run = os.environ.get("TESTS_FOLDER")
        return Path(run, "compiled-by-firefox") if run else None

    def start(self, profile, *, cache, scripts):
        self._folder = profile
        if self.kept and self.kept.exists():
            shutil.copytree(self.kept, profile, dirs_exist_ok=True)
        settings = dict(self.settings)
        if not cache:
            settings["browser.sessionhistory.max_total_viewers"] = 0
        if not scripts:
            settings["javascript.enabled"] = False
        lines = [
            f"user_pref({json.dumps(name)}, {json.dumps(value)});\n"
            for name, value in settings.items()
        ]
        (profile / "user.js").write_text("".join(lines))
        self._remote = Remote(
            [
                "firefox-esr",
                "--no-remote",
                "--profile",
                str(profile),
                "--remote-debugging-port=0",
                "about:blank",
            ],
            self.desktop.environment,
            path="/session",
        )
        self._remote.call(
            "session.new",
            {"capabilities": {"alwaysMatch": {"acceptInsecureCerts": True}}},
        )
        self.look_at(self.wait_for(self.tabs).pop())

    def tabs(self):
        return {
            tab["context"]
            for tab in self._remote.call("browsingContext.getTree")["contexts"]
        }

    def look_at(self, tab):
        self._tab = tab

    def stop(self):
        if not self.kept or self.kept.exists():
            self._remote.close()
            return
        self._remote.close("browser.close")
        compiled = [self._folder / name for name in self.compiled]
        if not all(path.exists() for path in compiled):  # it came to no good end
            return
        ours = Path(tempfile.mkdtemp(dir=self.kept.parent))
        for path in compiled:
            shutil.move(path, ours)
        with contextlib.suppress(OSError):  # another process of the run was first
            ours.rename(self.kept)

    def evaluate(self, script):
        answer = self._remote.call(
            "script.evaluate",
            # As text: its own form of values is for more than is needed here.
            {
                "expression": f"JSON.stringify({script})",
                "target": {"context": self._tab},
                "awaitPromise": False,
            },
        )
        if answer["type"] == "exception":
            raise PageGoneError(answer)
        return json.loads(answer["result"].get("value", "null"))

    def navigate(self, address):
        self._remote.call(
            "browsingContext.navigate",
            {"context": self._tab, "url": address, "wait": "none"},
        )

    def cookies(self):
        found = self._remote.call(
            "storage.getCookies",
            {"partition": {"type": "context", "context": self._tab}},
        )
        return {cookie["name"] for cookie in found["cookies"]}

    def narrow(self, width, height):
        self._remote.call(
            "browsingContext.setViewport",
            {"context": self._tab, "viewport": {"width": width, "height": height}},
        )

    def touch(self, x, y):
        finger = {
            "type": "pointer",
            "id": "finger",
            "parameters": {"pointerType": "touch"},
            "actions": [
                {"type": "pointerMove", "x": round(x), "y": round(y)},
                {"type": "pointerDown", "button": 0},
                {"type": "pointerUp", "button": 0},
            ],
        }
        self._remote.call(
            "input.performActions", {"context": self._tab, "actions": [finger]}
        )
