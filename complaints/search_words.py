"""Words that readers type for those that the pages have."""

from complaints.register.filter_words import FILTER_WORDS
from complaints.vocabulary import Status
from pages.search.parsed_query import (
    BrowseLink,
    register_alternatives,
    register_places,
    register_short_forms,
    register_subject_words,
)

SHORT_FORMS = {
    "rec": "recommendation",
    "recs": "recommendations",
    "recomendation": "recommendation",
    "recomendations": "recommendations",
    "reccomendation": "recommendation",
    "reccomendations": "recommendations",
    "s60": "section 60",
    "sec60": "section 60",
    "ss": "stop and search",
    "s&s": "stop and search",
    "bwv": "body-worn video",
    "supercomplaint": "super-complaint",
    "supercomplaints": "super-complaints",
    "honor": "honour",
    "traficking": "trafficking",
    "trafficing": "trafficking",
    "hba": "honour-based abuse",
    "hbv": "honour-based abuse",
    "hbva": "honour-based abuse",
    "fm": "forced marriage",
    "vawg": "violence against women and girls",
    "da": "domestic abuse",
    "dv": "domestic abuse",
    "dva": "domestic abuse",
    "nmo": "non-molestation order",
    "nmos": "non-molestation orders",
    "rui": "released under investigation",
    "foi": "freedom of information",
    "foia": "freedom of information",
    "pccs": "pcc",
    "pfccs": "pfcc",
    "ppda": "police-perpetrated domestic abuse",
    "cwj": "Centre for Women’s Justice",
    "slt": "Suzy Lamplugh Trust",
    "cja": "Criminal Justice Alliance",
    "sbs": "Southall Black Sisters",
    "vcop": "victims’ code",
    "spo": "stalking protection order",
    "spos": "stalking protection orders",
    "leave to remain": "immigration",
}
ALTERNATIVES = (
    ("stalker", "stalkers", "stalking"),
    (
        "pfcc",
        "pcc",
        "opfcc",
        "opcc",
        "police fire and crime commissioner",
        "police and crime commissioner",
    ),
    ("apcc", "association of police and crime commissioners"),
    ("npcc", "national police chiefs council"),
    ("iopc", "ipcc", "independent office for police conduct"),
    ("hmic", "hmicfrs", "inspectorate of constabulary"),
    ("cps", "crown prosecution service"),
    ("nps", "probation"),
    ("isva", "isvas", "independent sexual violence adviser"),
    ("idva", "idvas", "independent domestic violence adviser"),
    ("sarc", "sarcs", "sexual assault referral centre"),
    (
        "slavery",
        "slave",
        "slaves",
        "enslaved",
        "trafficking",
        "trafficked",
        "exploitation",
    ),
    (
        "partner",
        "husband",
        "wife",
        "wives",
        "boyfriend",
        "girlfriend",
        "ex",
        "domestic abuse",
    ),
    ("rape", "assault", "sexual offence", "sexual abuse"),
    (
        "immigration",
        "migrant",
        "migrants",
        "immigrants",
        "refugees",
        "asylum",
        "visa",
        "undocumented",
        "illegal",
        "deported",
        "overstayed",
        "overstay",
        "home office",
    ),
    ("honour", "forced", "marriage", "fgm"),
    ("human", "modern"),
    ("violence", "abuse"),
    ("women", "vawg", "violence against women and girls"),
    ("racism", "race", "black", "ethnic"),
    (
        "officer",
        "officers",
        "cop",
        "cops",
        "copper",
        "policeman",
        "policewoman",
        "police suspects",
    ),
    ("call", "phone", "ring", "telephone"),
    ("hits", "beats", "batters", "hurts", "rapes", "strangles", "threatens"),
    ("done", "achieved", "completed", "finished", "implemented"),
    ("late", "behind", "overdue"),
    ("delete", "clear", "erase"),
)
"""Stems of one word, such as “victim” and “victims”, the databases know themselves."""

DANGER = (
    "abuse abused abuses abusing abuser violence violent domestic rape rapes rapist "
    "attack attacked beat beaten beating bruise bruised choke choked choking controlling coercive coercion "
    "hit hits hitting hurt hurting kill killed killing knife murder murdered punch punched slapped "
    "strangle strangled strangling stabbed threat threats threaten threatened trapped tracked tracker "
    "assault assaulted harassed harassment groomed grooming stalk stalked "
    "die dying suicidal overdose selfharm self harm harming "
    "childline nspcc hourglass shelter runaway hide hiding frightened terrified"
)
"""Words that lead to help if nothing else is typed."""

SUBJECT = (
    "bail breach custody discrimination enslave female harass investigate misconduct naked offender "
    "offenders perpetrator perpetrators racial racist refugee searched sexually strip suspect trafficker "
    "traffickers vulnerable witness"
)
"""More words of the subject.

The search never corrects a word that is in one of these lists.
"""

HELP = "/staying-safe-online/"
REGISTER = "/super-complaints/"
RECOMMENDATIONS = f"{REGISTER}recommendations/"


def _searches(name: str, value: str, more: str = "") -> str:
    """Return the searches that mean a filter of the list of recommendations, and ``more``."""
    return ", ".join(filter(None, [*FILTER_WORDS[name, value], more]))


PLACES = (
    BrowseLink(
        "If it was a police officer",
        f"{HELP}#if-it-was-a-police-officer",
        "How to get help and tell someone without this force.",
        "police officer, cop, police partner, partner officer, officer abuse, officer hurt, officer raped, "
        "abused by police, report officer, another force, corrupt, corruption, complain officer, "
        "complaint officer, complain police, iopc",
    ),
    BrowseLink(
        "Get help, stay safe",
        HELP,
        "Who can help, day and night, and how to stay safe.",
        "help, helpline, helplines, am i safe, not safe, stay safe, unsafe, scared, afraid, danger, 999, "
        "101, emergency, phone number, who call, support, refuge, samaritans, "
        "suicide, talk to someone, silent solution, delete history, hide history, "
        "leave him, leave her, leave partner, leaving him, leaving her, leaving partner, "
        "following me, followed, being stalked, raped, he hits me, partner hits me, victim support, "
        "call police, kill myself, end my life, want to die, self harm, child abuse, elder abuse",
        alone=DANGER,
    ),
    BrowseLink(
        "Other languages and easy read",
        f"{HELP}#if-english-is-not-your-first-language",
        "Whom to ask for another language or format.",
        "translate, translation, my language, other language, other languages, another language, "
        "interpreter, easy read, easier english, simple english, speak english",
    ),
    BrowseLink(
        "Leave this site quickly",
        f"{HELP}#leave-this-site-quickly",
        "What the link and the Escape key do, and what someone can still find.",
        "leave site, quick exit, exit button, escape key",
        alone="leave, leaving, exit, escape",
    ),
    BrowseLink(
        "Recommendations past a deadline",
        f"{RECOMMENDATIONS}?progress=overdue&sort=overdue",
        "Those past a deadline in the report or an organisation’s own due date. The longest past come first.",
        _searches("progress", "overdue", "deadlines"),
    ),
    BrowseLink(
        "Recommendations with no response published",
        f"{RECOMMENDATIONS}?position=response_missing",
        "Those without a response on this site, past a deadline or not.",
        exactly=_searches("position", "response_missing"),
    ),
    BrowseLink(
        "Recommendations not accepted",
        f"{RECOMMENDATIONS}?position=not_accepted",
        "Those that an organisation did not accept.",
        _searches("position", "not_accepted"),
    ),
    BrowseLink(
        "Recommendations not marked complete or closed",
        f"{RECOMMENDATIONS}?progress=unfinished",
        "Those that an organisation has neither marked complete nor closed.",
        _searches("progress", "unfinished"),
    ),
    BrowseLink(
        "Recommendations marked complete",
        f"{RECOMMENDATIONS}?status=marked_complete",
        "Those that every organisation that was asked has marked complete.",
        _searches(
            "status",
            "marked_complete",
            "what have you done, what has been done, what did you do",
        ),
    ),
    *(
        BrowseLink(
            f"Recommendations: {status.label.lower()}",
            f"{RECOMMENDATIONS}?status={status}",
            status.meaning,
            exactly=_searches("status", status),
        )
        for status in (Status.IN_PROGRESS, Status.NOT_STARTED, Status.CLOSED)
    ),
    BrowseLink(
        "What a super-complaint is",
        f"{REGISTER}#about",
        "Who can make one, what may come of it, and where else to complain.",
        "explain super complaint, designated body, designated bodies, 16 organisations",
        alone="super, complaint, complaints, make",
    ),
    BrowseLink(
        "What happens to recommendations",
        f"{REGISTER}#about",
        "What is expected of those who are named, and whether a law makes a force respond.",
        "legal duty, duty respond, must respond, have to respond, legal obligation, required law, "
        "law respond, law answer, law make, break law, breaking law, statutory duty",
        exactly="law, legal, legally, statutory, duty, obliged",
    ),
    BrowseLink(
        "How statuses work",
        "/super-complaints/how-statuses-work/",
        "What each status means, and when a date counts as passed.",
        "accepted part, accepted mean, status mean, response published",
        alone="status, statuses",
    ),
    BrowseLink(
        "Data and feed",
        "/super-complaints/data/",
        "Everything here as data: CSV, JSON and a feed.",
        "csv, json, api, feed, rss, atom, open data, download, spreadsheet, excel, "
        "email alert, email alerts, notify, notifications, subscribe, newsletter",
    ),
    BrowseLink(
        "Feedback",
        "/feedback/",
        "Tell us what is wrong or missing here. The foot of each page says how to contact the police.",
        "feedback, contact you, contact us, tell you, mistake on site",
        alone="contact, email",
    ),
)


def register() -> None:
    register_places(*PLACES)
    register_short_forms(SHORT_FORMS)
    register_alternatives(*ALTERNATIVES)
    register_subject_words(SUBJECT)
