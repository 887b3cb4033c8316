"""WebKit's own small browser, by WebDriver."""

import contextlib
import os
import signal
from pathlib import Path

from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.common.actions.action_builder import ActionBuilder
from selenium.webdriver.common.actions.interaction import POINTER_TOUCH
from selenium.webdriver.common.actions.pointer_input import PointerInput
from urllib3.exceptions import HTTPError

from tests.browser.remote import PageGoneError
from tests.ports import free_ports
from tests.waiting import PATIENCE

from .reader import Reader


class WebKitReader(Reader):
    """WebKit's own small browser, by WebDriver."""

    name = "webkit"
    window = "MiniBrowser"
    browser = "/usr/lib/*/webkit2gtk-4.1/MiniBrowser"

    def start(self, profile, *, cache, scripts):
        options = webdriver.WebKitGTKOptions()
        options.binary_location = str(
            next(Path("/").glob(self.browser.removeprefix("/")))
        )
        for option in [
            "--automation",
            f"--enable-page-cache={str(cache).lower()}",
            f"--enable-javascript={str(scripts).lower()}",
        ]:
            options.add_argument(option)
        options.set_capability("acceptInsecureCerts", True)
        # Else it would not answer while a page is on its way to another.
        options.page_load_strategy = "none"
        # Selenium would take one that the system may give to another process meanwhile.
        (port,) = free_ports(1)
        service = webdriver.WebKitGTKService(
            "/usr/bin/WebKitWebDriver",
            port,
            env=self.desktop.environment,
            popen_kw={"start_new_session": True},
        )
        self._driver = webdriver.WebKitGTK(options=options, service=service)
        # Now and then it answers nothing any more, and Selenium would wait for good.
        self._driver.command_executor.client_config.timeout = PATIENCE

    def stop(self):
        all_of_it = self._driver.service.process.pid
        try:
            self._driver.quit()
        except HTTPError:
            pass
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(all_of_it, signal.SIGKILL)

    # MiniBrowser under automation has no keys for these.

    def back(self):
        self._driver.back()

    def forward(self):
        self._driver.forward()

    def navigate(self, address):
        self._driver.get(address)

    def type_address(self, address):
        # MiniBrowser would keep the keyboard in its address bar. To the page it is the
        # same.
        self.visit(address)

    def evaluate(self, script):
        try:
            return self._driver.execute_script(f"return {script}")
        except WebDriverException as error:
            raise PageGoneError(error) from error
        except HTTPError as error:
            raise AssertionError("WebKit does not answer any more.") from error

    def cookies(self):
        return {cookie["name"] for cookie in self._driver.get_cookies()}

    def narrow(self, width, height):
        self._driver.set_window_size(width, height)

    def touch(self, x, y):
        finger = PointerInput(POINTER_TOUCH, "finger")
        actions = ActionBuilder(self._driver, mouse=finger)
        actions.pointer_action.move_to_location(
            round(x), round(y)
        ).pointer_down().pointer_up()
        actions.perform()
