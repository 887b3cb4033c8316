"""Words that readers type for those that the pages have."""

from pages.search.parsed_query import register_alternatives, register_short_forms

SHORT_FORMS = {
    "rec": "recommendation",
    "recs": "recommendations",
    "recomendation": "recommendation",
    "recomendations": "recommendations",
    "reccomendation": "recommendation",
    "reccomendations": "recommendations",
    "s60": "section 60",
    "sec60": "section 60",
    "supercomplaint": "super-complaint",
    "supercomplaints": "super-complaints",
    "honor": "honour",
    "hba": "honour-based abuse",
    "hbv": "honour-based abuse",
    "vawg": "violence against women and girls",
}
ALTERNATIVES = (
    ("stalker", "stalkers", "stalking"),
    ("migrant", "migrants", "immigration"),
    ("pfcc", "police fire and crime commissioner"),
    ("apcc", "association of police and crime commissioners"),
    ("npcc", "national police chiefs council"),
    ("iopc", "independent office for police conduct"),
    ("hmic", "hmicfrs", "inspectorate of constabulary"),
    ("cps", "crown prosecution service"),
    ("slavery", "trafficking", "exploitation"),
)
"""Stems of one word, such as “victim” and “victims”, the databases know themselves."""


def register() -> None:
    """Let the search know them."""
    register_short_forms(SHORT_FORMS)
    register_alternatives(*ALTERNATIVES)
