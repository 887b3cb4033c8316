"""Lists what our code and templates say to editors, reviewers and administrators, to be read as a whole.

``make words`` prints each text once, with its file. What is a text is guessed: several
words in a literal of the code that is no docstring, or between the tags of a template.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from site_config.settings.environment import PROJECT_DIR

PUBLIC = re.compile(
    r"complaints/(data|register|history|home|demo|catalogue|site_setup|importing|status|management|includes)|"
    r"templates/(blocks|components|content|cookies|errors|quick_exit|search|feedback/[^/]*html)|"
    r"pages/(published|quick_exit|search|core)|migrations|settings|site_config/(backups|postgresql)"
)
LOOKS_LIKE_CODE = re.compile(
    r"^[\W\d_]*$|^[a-z0-9_./:\-]*$|[{}]{2}|%[A-Z]|</?\w|^\S+=|__|SELECT |CREATE "
)


def texts_of_code(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text())
    inner = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
        for part in ast.walk(node)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            inner.add(id(node.value))  # a docstring, or what is said below an attribute
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            parts = [
                part.value if isinstance(part, ast.Constant) else "…"
                for part in node.values
            ]
            yield "".join(map(str, parts))
        elif (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in inner
        ):
            yield node.value


def texts_of_template(path: Path) -> Iterator[str]:
    text = re.sub(
        r"{#.*?#}|{% comment.*?endcomment %}", "", path.read_text(), flags=re.DOTALL
    )
    text = re.sub(r"<(script|style).*?</\1>", "", text, flags=re.DOTALL)
    text = re.sub(r"{{.*?}}", "…", text)
    yield from re.split(r"{%.*?%}|<[^>]*>", text, flags=re.DOTALL)


def main() -> None:
    shown: set[str] = set()
    for pattern, read in (
        ("*.py", texts_of_code),
        ("*.html", texts_of_template),
        ("*.txt", texts_of_template),
    ):
        for folder in ("complaints", "pages", "site_config", "templates"):
            for path in sorted((PROJECT_DIR / folder).rglob(pattern)):
                place = path.relative_to(PROJECT_DIR).as_posix()
                if PUBLIC.search(place):
                    continue
                for text in read(path):
                    words = " ".join(text.split())
                    if (
                        " " in words
                        and words not in shown
                        and not LOOKS_LIKE_CODE.search(words)
                    ):
                        shown.add(words)
                        print(f"{place}: {words}")


if __name__ == "__main__":
    main()
