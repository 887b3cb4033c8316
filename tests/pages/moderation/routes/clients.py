"""Browsers of the people who try."""

from django.conf import settings
from django.test.client import Client, ClientHandler

from .world import World

HANDLER = ClientHandler(enforce_csrf_checks=False)
"""Shared by all clients: it loads the middleware, which looks for every static file, once."""


def new_client() -> Client:
    """Return a browser in which nobody is signed in."""
    client = Client(SERVER_NAME="localhost", raise_request_exception=False)
    client.handler = HANDLER
    return client


def client_of(world: World, person: str) -> Client:
    """Return a browser in which ``person`` is signed in; a new one each time, so that none is signed out."""
    client = new_client()
    if person in world.sessions:
        client.cookies[settings.SESSION_COOKIE_NAME] = world.sessions[person]
    return client
