"""Moving a public page, which gets another address: one person asks for it, and a second one confirms it."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from wagtail.models import Page

from pages.moderation.gate.decision import name_in_log

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

    def describe(self) -> str:
        return f"moved to {self.values.new_address}"

    def lines(self) -> list[str]:
        return [f"Address: {self.values.address} → {self.values.new_address}"]

    def subject(self) -> Any:
        page: Any = Page.objects.filter(pk=self.values.page).first()
        return page.specific if page else self.change

    def title(self) -> str:
        page = self.subject()
        return f"{name_in_log(page) if isinstance(page, Page) else 'A deleted page'}: {self.describe()}"

    def concerns(self, user: User) -> bool:
        return False

    def may_be_asked_for_by(self, user: User) -> bool:
        """Return True if ``user`` may still move the page there."""
        page = self.subject()
        destination = Page.objects.filter(pk=self.values.destination).first()
        if not isinstance(page, Page) or destination is None:
            return False
        return page.permissions_for_user(user).can_move_to(destination)

    def obstacle(self) -> str:
        page, destination = self.subject(), Page.objects.get(pk=self.values.destination)
        is_same = (page.url_path, _address_below(page, destination)) == (
            self.values.address,
            self.values.new_address,
        )
        if not is_same:
            return "The page, or a page above it, has moved since this was requested."
        if destination.get_children().exclude(pk=page.pk).filter(slug=page.slug).exists():
            return "There is now another page at this address."
        return ""

    def apply(self) -> None:
        destination = Page.objects.get(pk=self.values.destination)
        self.subject().move(destination, pos="last-child")


def ask_to_move(page: Page, destination: Page, user: User) -> second_person.PendingChange:
    """Ask for a second person who confirms that ``page`` is moved below ``destination``."""
    move = Move(page.pk, destination.pk, page.url_path, _address_below(page, destination))
    return second_person.ask_for(PageMove, user, move)


def _address_below(page: Page, destination: Page) -> str:
    return f"{destination.url_path}{page.slug}/"
