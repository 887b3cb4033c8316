"""Under what conditions the data may be used."""

NAME = "Open Government Licence v3.0"
ADDRESS = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"


def attribution(publisher: str) -> str:
    """Return the words by which whoever uses the data says where it comes from."""
    return f"Contains information from {publisher}, licensed under the {NAME}."
