"""National services that help people who have been harmed, with numbers that are long established."""

HOURS_CHANGE = "Its website has the opening hours"
"""Hours that we could not confirm are not stated: a number that nobody answers costs a caller dearly."""

DOMESTIC_ABUSE = {
    "name": "National Domestic Abuse Helpline",
    "for_whom": "Women who are being abused, and people who worry about them",
    "telephone": "0808 2000 247",
    "hours": "24 hours a day",
    "web": "https://www.nationaldahelpline.org.uk/",
}
STALKING = {
    "name": "National Stalking Helpline",
    "for_whom": "Anyone who is being stalked or harassed",
    "telephone": "0808 802 0300",
    "hours": HOURS_CHANGE,
    "web": "https://www.suzylamplugh.org/",
}
SEXUAL_ABUSE = {
    "name": "Rape and Sexual Abuse Support Line",
    "for_whom": "Anyone aged 16 or over who has been raped or sexually abused, however long ago",
    "telephone": "0808 500 2222",
    "hours": "24 hours a day",
    "web": "https://rapecrisis.org.uk/",
}
MODERN_SLAVERY = {
    "name": "Modern Slavery & Exploitation Helpline",
    "for_whom": "Anyone who is forced to work or exploited, and people who worry about them",
    "telephone": "08000 121 700",
    "hours": HOURS_CHANGE,
    "web": "https://www.modernslaveryhelpline.org/",
}
HONOUR_BASED_ABUSE = {
    "name": "Karma Nirvana, Honour Based Abuse Helpline",
    "for_whom": "Anyone at risk of honour-based abuse or forced marriage",
    "telephone": "0800 5999 247",
    "hours": HOURS_CHANGE,
    "web": "https://karmanirvana.org.uk/",
}
ABUSED_MEN = {
    "name": "Men’s Advice Line",
    "for_whom": "Men who are being abused by a partner, ex-partner or relative",
    "telephone": "0808 8010 327",
    "hours": HOURS_CHANGE,
    "web": "https://mensadviceline.org.uk/",
}
LGBT = {
    "name": "Galop, National LGBT+ Abuse and Violence Helpline",
    "for_whom": "LGBT+ people who have been abused or attacked",
    "telephone": "0800 999 5428",
    "hours": HOURS_CHANGE,
    "web": "https://galop.org.uk/",
}
VICTIM_SUPPORT = {
    "name": "Victim Support",
    "for_whom": "Anyone affected by a crime, whether or not they told the police",
    "telephone": "0808 16 89 111",
    "hours": "24 hours a day",
    "web": "https://www.victimsupport.org.uk/",
}
SAMARITANS = {
    "name": "Samaritans",
    "for_whom": "Anyone who is struggling to cope",
    "telephone": "116 123",
    "hours": "24 hours a day",
    "web": "https://www.samaritans.org/",
}

ON_SENSITIVE_PAGES = [
    DOMESTIC_ABUSE,
    STALKING,
    SEXUAL_ABUSE,
    MODERN_SLAVERY,
    VICTIM_SUPPORT,
    SAMARITANS,
]
ALL = [
    DOMESTIC_ABUSE,
    ABUSED_MEN,
    LGBT,
    STALKING,
    SEXUAL_ABUSE,
    HONOUR_BASED_ABUSE,
    MODERN_SLAVERY,
    VICTIM_SUPPORT,
    SAMARITANS,
]
