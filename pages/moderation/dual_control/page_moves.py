"""Moving a public page, which gets another address: one person asks for it, and a second one confirms it."""

from dataclasses import dataclass
from typing import Any, Self

from django.contrib.auth.models import User
from wagtail.models import Page

from . import second_person


@second_person.register
@dataclass(frozen=True)
class PageMoveRequest(second_person.RequestKind):
    """A public page and where it is to be, each with its key and its address."""

    page: int
    destination: int
    address: str
    new_address: str

    kind = "move"
    outdated = "The page, or a page above it, has moved since this was requested."

    @classmethod
    def below(cls, page: Page, destination: Page) -> Self:
        new_address = f"{destination.url_path}{page.slug}/"
        return cls(None, page.pk, destination.pk, page.url_path, new_address)

    def renewed(self) -> Self:
        return self.below(self.subject(), self._destination())

    def describe(self) -> str:
        return f"moved to {self.new_address}"

    def lines(self) -> list[str]:
        return [f"Address: {self.address} → {self.new_address}"]

    def title(self) -> str:
        if self.subject():
            return super().title()
        return f"A deleted page: {self.describe()}"

    def subject(self) -> Any:
        page = Page.objects.filter(pk=self.page).first()
        return page.specific if page else None

    def _destination(self) -> Any:
        return Page.objects.filter(pk=self.destination).first()

    def may_be_asked_for_by(self, user: User) -> bool:
        """Return True if ``user`` may still move the page there."""
        page = self.subject()
        destination = self._destination()
        if page is None or destination is None:
            return False
        return page.permissions_for_user(user).can_move_to(destination)

    def obstacle(self) -> str:
        page = self.subject()
        siblings = self._destination().get_children().exclude(pk=page.pk)
        if siblings.filter(slug=page.slug).exists():
            return "There is now another page at this address."
        return super().obstacle()

    def apply(self) -> None:
        self.subject().move(self._destination(), pos="last-child")


def ask_to_move(
    page: Page, destination: Page, user: User
) -> second_person.PendingChange:
    """Ask for a second person who confirms that ``page`` is moved below ``destination``."""
    return second_person.ask_for(PageMoveRequest.below(page, destination), user)
