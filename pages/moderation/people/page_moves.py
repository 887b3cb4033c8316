"""Moving a public page, which gets another address: one person asks for it, and a second one confirms it."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from wagtail.models import Page

from . import second_person


@dataclass(frozen=True)
class Move:
    """A page and where it is to be, each with its key and its address."""

    page: int
    destination: int
    address: str
    new_address: str


@second_person.register
class PageMove(second_person.Kind[Move]):
    """Moves a public page below another one."""

    name = "move"
    values_type = Move
    outdated = "The page, or a page above it, has moved since this was requested."

    def values_now(self) -> Move:
        return _move(self.subject(), self._destination())

    def describe(self) -> str:
        return f"moved to {self.values.new_address}"

    def lines(self) -> list[str]:
        return [f"Address: {self.values.address} → {self.values.new_address}"]

    def title(self) -> str:
        return super().title() if self.subject() else f"A deleted page: {self.describe()}"

    def subject(self) -> Any:
        page = Page.objects.filter(pk=self.values.page).first()
        return page.specific if page else None

    def _destination(self) -> Any:
        return Page.objects.filter(pk=self.values.destination).first()

    def may_be_asked_for_by(self, user: User) -> bool:
        """Return True if ``user`` may still move the page there."""
        page, destination = self.subject(), self._destination()
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


def ask_to_move(page: Page, destination: Page, user: User) -> second_person.PendingChange:
    """Ask for a second person who confirms that ``page`` is moved below ``destination``."""
    return second_person.ask_for(PageMove, user, _move(page, destination))


def _move(page: Page, destination: Page) -> Move:
    return Move(page.pk, destination.pk, page.url_path, f"{destination.url_path}{page.slug}/")
