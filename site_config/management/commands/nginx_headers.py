"""Write the headers, files and types of this release for nginx. They do not depend on the content."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.http import HttpResponse
from django.utils.module_loading import import_string

from complaints.data.data_files import FILES_BY_NAME
from complaints.data.feed import ATOM
from complaints.data.views import CORS_HEADERS
from pages.published.serving import OF_EACH_ANSWER, own_request
from pages.published.worker import SITEMAP

UTF_8 = "; charset=utf-8"
HTML, CSS = f"text/html{UTF_8}", f"text/css{UTF_8}"
OTHER_TYPES = {
    "/robots.txt": "text/plain",
    SITEMAP: "application/xml",
    "/.well-known/security.txt": f"text/plain{UTF_8}",
    "/super-complaints/updates.atom": f"{ATOM}{UTF_8}",
}
DATA = "/super-complaints/"


def headers_of(response: HttpResponse) -> dict[str, str]:
    """Return the headers that ``response`` has when it leaves the site, but those of each answer."""
    answer = lambda request: response  # noqa: E731
    for name in reversed(settings.MIDDLEWARE):
        answer = import_string(name)(answer)
    left = answer(WSGIRequest(own_request("/")))
    if left is not response:
        raise CommandError(
            f"The site refuses its own request, with {left.status_code}: see BASE_URL."
        )
    return {
        name: value
        for name, value in left.items()
        if name.lower() not in OF_EACH_ANSWER
    }


def content_type_of(name: str) -> str:
    data_file = FILES_BY_NAME.get(name.rpartition("/")[2])
    if name in OTHER_TYPES or not data_file:
        return OTHER_TYPES[name]
    return data_file.content_type


def data_response(content_type: str) -> HttpResponse:
    """Return a response with the headers of data, which is saved as a file and which any site may read."""
    headers = CORS_HEADERS | {"Content-Disposition": "attachment"}
    return HttpResponse(content_type=content_type, headers=headers)


def file_headers(name: str) -> dict[str, str]:
    is_data = name.startswith(DATA)
    content_type = content_type_of(name)
    if is_data:
        response = data_response(content_type)
    else:
        response = HttpResponse(content_type=content_type)
    if name == SITEMAP:
        response["X-Robots-Tag"] = "noindex, noodp, noarchive"  # as Django has it
    return headers_of(response)


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *args: str, folder: Path, **options: object) -> None:
        common = settings.PROJECT_DIR / "deploy" / "nginx" / "published.conf"
        (folder / common.name).write_text(common.read_text())
        page = headers_of(HttpResponse(content_type=HTML))
        (folder / "page-headers.conf").write_text("\n".join([*_add_headers(page), ""]))
        style = headers_of(HttpResponse(content_type=CSS))
        brand = _location('~ "^/brand/[0-9a-f]{6}\\.css$"', style)
        blocks = [
            f"location /brand/ {{ error_page 418 = @direct; return 418;\n{brand}\n}}"
        ]
        feed = headers_of(data_response(f"{ATOM}{UTF_8}"))
        blocks.append(_location(f'~ "^{settings.PUBLISHED_FILE_PATTERN}$"', feed))
        blocks += [
            _location(f"= {name}", file_headers(name))
            for name in settings.PUBLISHED_FILES
        ]
        (folder / "files.conf").write_text("\n".join([*blocks, ""]))


def _location(condition: str, headers: dict[str, str]) -> str:
    lines = [
        "include /etc/nginx/super-complaints/published.conf;",
        f"default_type {_quoted(headers['Content-Type'])};",
        *_add_headers(headers),
        # As for pages: anything else that the address says is for the application.
        "if ($request_uri = $asked) { break; }",
        "if ($is_published) { break; }",
        "return 418;",
    ]
    return "\n".join(
        [f"location {condition} {{", *(f"    {line}" for line in lines), "}"]
    )


def _add_headers(headers: dict[str, str]) -> Iterator[str]:
    for name, value in headers.items():
        if name != "Content-Type":
            yield f"add_header {name} {_quoted(value)};"


def _quoted(value: str) -> str:
    if "$" in value or "\n" in value:
        raise ValueError(f"nginx would read more in it: {value!r}")
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
