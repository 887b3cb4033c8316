"""Answers those who ask for the data."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from . import about, feed, files, json_files, openapi
from .answers import download, shared
from .section import section_of


@shared
def page(request: HttpRequest) -> HttpResponse:
    """Say what the data is."""
    section = section_of(request)
    return render(request, "complaints/data/page.html", about.context(section))


@shared
def file(request: HttpRequest, name: str) -> HttpResponse:
    """Send the file ``name``, and say where its schema is."""
    section, asked = section_of(request), files.ALL[name]
    link = ""
    if asked.schema:
        address = section.fixed(asked.schema.address_name)
        link = f'<{address}>; rel="describedby"; type="{asked.schema.media_type}"'
    return download(asked.write(section), asked.content_type, link)


@shared
def description(request: HttpRequest) -> HttpResponse:
    """Send the description of all addresses."""
    section = section_of(request)
    body = json_files.written(openapi.description(section))
    return download(body, f"{files.JSON}; charset=utf-8")


@shared
def updates(request: HttpRequest) -> HttpResponse:
    """Send the feed."""
    section = section_of(request)
    body = feed.written(section, request.GET.get("page", ""))
    return download(body, f"{openapi.ATOM}; charset=utf-8")
