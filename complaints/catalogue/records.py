"""What the catalogue holds. The fields of these records are the schema of its files."""

from dataclasses import dataclass
from functools import cached_property

from complaints.vocabulary import ItemKind
from pages.core.names import join_as_in_a_sentence
from pages.core.partial_dates import PartialDate

CHIEF_CONSTABLES = "chief constables"
COMMISSIONERS = "police and crime commissioners"
LOCAL_ADDRESSEES = (CHIEF_CONSTABLES, COMMISSIONERS)
"""Addressees that are another organisation at each force.

What is addressed to one of them has a page.
"""
NATIONS = ("England", "Wales")
SEEN = {
    "all": "all that it asks",
    "beginning": "the beginning of it",
    "description": "not its own text, but what others write about it",
}
"""How much of an item was seen by those who wrote the catalogue."""


@dataclass(frozen=True)
class CatalogueLink:
    """An official page."""

    text: str
    url: str


@dataclass(frozen=True)
class CatalogueResponse:
    """What a national body replied."""

    by: str
    for_all: str
    link: str
    text: str
    position: str = ""
    date: PartialDate | None = None
    on_behalf: bool = False
    """Whether it says that it responds on behalf of all of them: then each of them has responded by it."""


@dataclass(frozen=True)
class CatalogueRecommendation:
    """A recommendation, a part of one, or an action that the bodies set themselves."""

    identifier: str
    title: str
    summary: str
    addressees: tuple[str, ...]
    theme: str
    seen: str
    sources: tuple[str, ...]
    kind: str = ItemKind.RECOMMENDATION
    number: str = ""
    aliases: tuple[str, ...] = ()
    """Other identifiers of the same item: within its report, or whole, such as ``stalking/screening``."""
    deadline: PartialDate | None = None
    deadline_printed: str = ""
    deadline_note: str = ""
    deadline_over: bool = False
    """Whether a deadline in words has passed however it is counted."""
    evidence: str = ""
    wording_note: str = ""
    """What readers are told of a doubt about the number, the wording or who is asked."""
    outcome: str = ""
    replies: tuple[CatalogueResponse, ...] = ()

    @property
    def number_of_whole(self) -> str:
        """The number of the item that it is a part of: ``7`` for ``7.1``; else an empty text."""
        return self.number.rpartition(".")[0]

    @property
    def addressees_in_words(self) -> str:
        return join_as_in_a_sentence(list(self.addressees))


@dataclass(frozen=True)
class CatalogueReport:
    """A super-complaint, and what its report recommends if there is one."""

    identifier: str
    title: str
    summary: str
    lead_bodies: tuple[str, ...]
    stage: str
    submitted: PartialDate
    sensitive: bool
    official_title: str = ""
    about: str = ""
    on_behalf_of: str = ""
    supporting_bodies: tuple[str, ...] = ()
    found_eligible: PartialDate | None = None
    report_published: PartialDate | None = None
    report_link: str = ""
    respond_by: PartialDate | None = None
    respond_by_printed: str = ""
    recommendations_made: int | None = None
    support_services: tuple[str, ...] = ()
    links: tuple[CatalogueLink, ...] = ()
    recommendations: tuple[CatalogueRecommendation, ...] = ()

    @property
    def short_name(self) -> str:
        """The words of the identifier: “Safe to share”."""
        return self.identifier.replace("-", " ").capitalize()

    def identifier_of(self, item: CatalogueRecommendation) -> str:
        """Return the whole identifier of ``item``."""
        return f"{self.identifier}/{item.identifier}"

    def aliases_of(self, item: CatalogueRecommendation) -> list[str]:
        """Return the aliases of ``item`` as whole identifiers."""
        aliases = []
        for alias in item.aliases:
            report, _, name = alias.rpartition("/")
            aliases.append(f"{report or self.identifier}/{name}")
        return aliases

    def names_of(self, item: CatalogueRecommendation) -> list[str]:
        """Return the whole identifier of ``item``, and its aliases."""
        return [self.identifier_of(item), *self.aliases_of(item)]

    @property
    def not_seen(self) -> int | None:
        """How many recommendations are not in the catalogue; ``None`` where nobody knows."""
        if self.recommendations_made is None:
            return None
        return self.recommendations_made - sum(
            recommendation.kind == ItemKind.RECOMMENDATION
            and not recommendation.number_of_whole
            for recommendation in self.recommendations
        )


@dataclass(frozen=True)
class FormerBodyName:
    """A name that an organisation had."""

    name: str
    used_to: PartialDate


@dataclass(frozen=True)
class NationalBody:
    """A national organisation."""

    name: str
    kind: str
    web_address: str = ""
    former_names: tuple[FormerBodyName, ...] = ()


@dataclass(frozen=True)
class HelpService:
    """A helpline."""

    name: str
    nations: tuple[str, ...]
    for_whom: str
    web: str
    hours: str
    telephone: str = ""
    note: str = ""
    source: str = ""
    """The official page that has the number."""
    checked: PartialDate | None = None
    """The day on which a copy of that page was read."""
    first: bool = False
    """Whether it stands beside those that answer day and night."""

    @property
    def stands_first(self) -> bool:
        """Return True if it is among the first to call: of those with a number."""
        return bool(self.telephone) and (
            self.first or self.hours.startswith("24 hours")
        )


@dataclass(frozen=True)
class CatalogueSource:
    """A public page from which something in the catalogue is."""

    publisher: str
    what: str
    address: str


@dataclass(frozen=True)
class Catalogue:
    """Everything."""

    version: str
    reports: tuple[CatalogueReport, ...]
    organisations: tuple[NationalBody, ...]
    services: tuple[HelpService, ...]

    def report(self, identifier: str) -> CatalogueReport | None:
        return next(
            (report for report in self.reports if report.identifier == identifier), None
        )

    def item(self, identifier: str) -> CatalogueRecommendation | None:
        """Return the item of the whole ``identifier`` or alias, such as ``stalking/recommendation-7.1``."""
        _, item = self._items_by_name.get(identifier, (None, None))
        return item

    def names_of(self, identifier: str) -> list[str]:
        """Return all names of the item that has ``identifier``: first the one that stays, then its aliases.

        Return an empty list if the catalogue does not have it.
        """
        if identifier not in self._items_by_name:
            return []
        report, item = self._items_by_name[identifier]
        return report.names_of(item)

    @cached_property
    def _items_by_name(
        self,
    ) -> dict[str, tuple[CatalogueReport, CatalogueRecommendation]]:
        """Each item with its report, by its whole identifier and by its aliases."""
        items = {}
        for report in self.reports:
            for item in report.recommendations:
                for name in report.names_of(item):
                    items[name] = (report, item)
        return items

    def services_for(
        self, names: tuple[str, ...], nations: tuple[str, ...] = NATIONS
    ) -> list[HelpService]:
        """Return the services with ``names``, or all if there are none, that serve one of ``nations``."""
        services = [
            service
            for service in self.services
            if not set(nations).isdisjoint(service.nations)
        ]
        if not names:
            return services
        chosen = [service for service in services if service.name in names]
        return sorted(chosen, key=lambda service: names.index(service.name))
