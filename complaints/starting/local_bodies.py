"""Who is meant, at one force, by the addressees that are another organisation at each."""

from dataclasses import dataclass

from complaints.catalogue.records import CHIEF_CONSTABLES, COMMISSIONERS, NATIONS, Item
from complaints.models import Organisation
from complaints.models.respondents import our_force
from complaints.vocabulary import OrganisationKind


@dataclass(frozen=True)
class LocalBodies:
    """The names of the force and of its commissioner, if it has one, and whose helplines its site shows."""

    force: str
    commissioner: str = ""
    nations: tuple[str, ...] = NATIONS

    def name_of(self, addressee: str) -> str:
        """Return the name of the organisation that is ``addressee`` here; empty if it is none of the two."""
        return {CHIEF_CONSTABLES: self.force, COMMISSIONERS: self.commissioner}.get(addressee, "")

    def asked_by(self, item: Item) -> list[str]:
        """Return the names of the force and its commissioner, as far as ``item`` asks them."""
        return [
            name
            for each in (CHIEF_CONSTABLES, COMMISSIONERS)
            if each in item.addressees and (name := self.name_of(each))
        ]


def local_bodies_of_site() -> LocalBodies:
    """Return those of the site as it is, from its organisations."""
    force = our_force()
    commissioner = Organisation.objects.filter(live=True, kind=OrganisationKind.COMMISSIONER).first()
    return LocalBodies(force.name if force else "", commissioner.name if commissioner else "")
