"""The licence under which the data may be used."""

NAME = "Open Government Licence v3.0"
ADDRESS = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"


def attribution(publisher: str) -> str:
    """Return the words with which users of the data name its source."""
    return f"Contains information from {publisher}, licensed under the {NAME}."
