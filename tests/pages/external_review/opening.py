"""What somebody without an account does with a link."""

import re

from django.core import mail


def code():
    """Return the code in the last email."""
    return re.search(r"\d{6}", mail.outbox[-1].subject)[0]


def open_with_code(client, link):
    """Ask for a code and type it."""
    client.post(link, {"send_code": "1"})
    return client.post(link, {"code": code()}, follow=True)


def text(response):
    return response.content.decode()
