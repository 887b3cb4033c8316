"""Under what conditions the data may be used."""

from .json_ld import LICENCE

NAME = "Open Government Licence v3.0"
ADDRESS = LICENCE


def attribution(publisher: str) -> str:
    """Return the words by which whoever uses the data says where it comes from."""
    return f"Contains information from {publisher}, licensed under the {NAME}."
