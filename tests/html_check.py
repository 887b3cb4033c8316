"""What html-validate and the Nu Html Checker (vnu) find in each template, with the demonstration content.

Exits with 1 if either finds anything. ``html-validate.json`` turns off what is a matter
of style, and that telephone numbers must not break: with large letters they have to.
"""

import subprocess
import sys
import tempfile
from http import HTTPStatus
from pathlib import Path

import requests

from site_config.settings.environment import PROJECT_DIR
from tests.bench import demonstration
from tests.browser.addresses import MORE_STATES, ONE_OF_EACH_TEMPLATE

MODULES = PROJECT_DIR / "tests" / "bench" / "npm" / "node_modules"
FOR_OLD_BROWSERS = ".*CSS: unrecognized media .screen.*"
"""GOV.UK Frontend hides styles for Internet Explorer 11 from all others by a media query that none knows."""
FOR_READER_VIEWS = "Section lacks heading.*"
"""Reader views leave a section alone, and remove a div that is mostly links."""
CHECKERS = {
    "html-validate": [
        str(MODULES / ".bin" / "html-validate"),
        "-c",
        str(PROJECT_DIR / "tests" / "html-validate.json"),
    ],
    "vnu": [
        "java",
        "-jar",
        str(MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"),
        "--filterpattern",
        f"{FOR_OLD_BROWSERS}|{FOR_READER_VIEWS}",
    ],
}


def main() -> None:
    """Fetch each page and let both checkers read it."""
    with tempfile.TemporaryDirectory() as folder:
        pages = []
        with demonstration.site(Path(folder), DEMO="1") as site:
            for number, address in enumerate([*ONE_OF_EACH_TEMPLATE, *MORE_STATES]):
                answer = requests.get(f"{site}{address}", timeout=60)
                assert answer.status_code in (HTTPStatus.OK, HTTPStatus.NOT_FOUND), (
                    address
                )
                path = Path(folder) / f"{number}.html"
                path.write_bytes(answer.content)
                print(f"{path.name} is {address}")
                pages.append(str(path))
        found = [
            name
            for name, command in CHECKERS.items()
            if subprocess.run([*command, *pages], check=False).returncode  # noqa: S603
        ]
    sys.exit(f"{' and '.join(found)} found something." if found else 0)


if __name__ == "__main__":
    main()
