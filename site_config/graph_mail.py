"""Sends mail by Microsoft 365, where SMTP with a password ends, as an application of its Graph."""

import base64
import json
from collections.abc import Sequence
from email.policy import SMTP
from email.utils import parseaddr
from typing import Any
from urllib.parse import quote, urlencode
from urllib.request import Request, urlopen

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

SECONDS = 10
"""How long each answer may take, as with SMTP."""


class EmailBackend(BaseEmailBackend):
    """Sends as the mailbox that a message is from.

    ``sign_in`` and ``graph`` are Microsoft's but in tests.
    """

    def __init__(
        self,
        tenant: str,
        client: str,
        secret: str,
        sign_in: str = "https://login.microsoftonline.com",
        graph: str = "https://graph.microsoft.com",
        **options: Any,
    ) -> None:
        super().__init__(**options)
        self.token_address = f"{sign_in}/{quote(tenant)}/oauth2/v2.0/token"
        self.graph = graph
        self.identity = {"client_id": client, "client_secret": secret}

    def open(self) -> None:
        """See whether this application is let in; what is sent asks anew."""
        self.ask_for_token()

    def ask_for_token(self) -> str:
        asked = {
            "grant_type": "client_credentials",
            "scope": f"{self.graph}/.default",
            **self.identity,
        }
        return json.loads(_post(self.token_address, urlencode(asked).encode()))[
            "access_token"
        ]

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Send them and return their number.

        Raises ``OSError`` if one is refused or nobody answers.
        """
        due = [message for message in email_messages if message.recipients()]
        if not due:
            return 0
        headers = {
            "Authorization": f"Bearer {self.ask_for_token()}",
            "Content-Type": "text/plain",
        }
        for message in due:
            mailbox = quote(parseaddr(message.from_email)[1])
            text = base64.b64encode(message.message(policy=SMTP).as_bytes())
            _post(f"{self.graph}/v1.0/users/{mailbox}/sendMail", text, headers)
        return len(due)


def _post(address: str, body: bytes, headers: dict[str, str] | None = None) -> bytes:
    request = Request(address, body, headers or {})  # noqa: S310 -- the settings name it
    with urlopen(request, timeout=SECONDS) as answer:  # noqa: S310
        return answer.read()
