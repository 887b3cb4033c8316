"""Chromium, by its DevTools protocol."""

from tests.browser.remote import PageGoneError, Remote

from .reader import Reader


class ChromiumReader(Reader):
    """Chromium, by its DevTools protocol."""

    name = "chromium"
    window = "Chromium"
    options = [
        # Its sandbox does not start as root; the rest keeps it from calling its maker.
        "--no-sandbox",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
        "--no-default-browser-check",
        "--password-store=basic",
        # The stand-in signs its certificate itself.
        "--ignore-certificate-errors",
        "--test-type",
        "--remote-debugging-port=0",
    ]

    def start(self, profile, *, cache, scripts):
        options = (
            self.options
            if cache
            else [*self.options, "--disable-features=BackForwardCache"]
        )
        command = ["chromium", *options, f"--user-data-dir={profile}", "about:blank"]
        self._remote = Remote(command, self.desktop.environment)
        self.look_at(self.wait_for(self.tabs).pop())
        self._call("Emulation.setScriptExecutionDisabled", value=not scripts)

    def tabs(self):
        targets = self._remote.call("Target.getTargets")["targetInfos"]
        return {target["targetId"] for target in targets if target["type"] == "page"}

    def look_at(self, tab):
        attached = self._remote.call(
            "Target.attachToTarget", {"targetId": tab, "flatten": True}
        )
        self._session = attached["sessionId"]

    def stop(self):
        self._remote.close()

    def _call(self, method, **parameters):
        return self._remote.call(method, parameters, sessionId=self._session)

    def evaluate(self, script):
        answer = self._call("Runtime.evaluate", expression=script, returnByValue=True)
        if "exceptionDetails" in answer:
            raise PageGoneError(answer)
        return answer["result"].get("value")

    def navigate(self, address):
        self._call("Page.navigate", url=address)

    def cookies(self):
        return {
            cookie["name"] for cookie in self._call("Network.getCookies")["cookies"]
        }

    def narrow(self, width, height):
        # Its window is 500 pixels wide at least.
        self._call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=True,
        )
        self._call("Emulation.setTouchEmulationEnabled", enabled=True)

    def touch(self, x, y):
        self._call(
            "Input.dispatchTouchEvent",
            type="touchStart",
            touchPoints=[{"x": x, "y": y}],
        )
        self._call("Input.dispatchTouchEvent", type="touchEnd", touchPoints=[])
