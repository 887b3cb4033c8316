"""Parts of the forms of the CMS that are the same whatever is edited: browsers keep them, as scripts."""

import json
import re
from hashlib import sha256
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString

MADE_ANEW = re.compile(
    r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
    r"|key(?:&quot;|\W+): ?(?:&quot;|\W+)[0-9a-z]{5}\b"
)
"""The keys of empty rows and paragraphs, which every process makes anew."""


class FormPart:
    """A script that gives other scripts a part of a form.

    It is among the scripts of a form, which Django lists once for all fields that need
    it.
    """

    content: Any
    """What it gives them, as JSON has it."""

    def __init__(self, route: str, of: str) -> None:
        """Serve the part at the address ``route`` with the name ``of`` what it is a part of."""
        self.route = route
        self.of = of

    def __eq__(self, other: object) -> bool:
        return isinstance(other, FormPart) and other.id == self.id

    def __hash__(self) -> int:
        return hash(self.id)

    @cached_property
    def id(self) -> str:
        """A digest of the content: the same in every process."""
        text = MADE_ANEW.sub("", json.dumps(self.content))
        return sha256(text.encode()).hexdigest()[:16]

    def __html__(self) -> SafeString:
        address = reverse(self.route, args=[self.of, self.id])
        return format_html('<script src="{}"></script>', address)

    def serve(self, part_id: str) -> HttpResponse:
        """Return the script under the id that a form asks for: during a release, that of another one."""
        script = "(window.formParts ??= {})[%s] = %s;"
        response = HttpResponse(
            script % (json.dumps(part_id), json.dumps(self.content)),
            content_type="text/javascript; charset=utf-8",
        )
        if part_id != self.id:
            response["Cache-Control"] = "no-store"
        return response
