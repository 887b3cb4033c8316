"""Which addresses of the demonstration content the tests in a browser look at."""

ONE_OF_EACH_TEMPLATE = [
    "/",
    "/super-complaints/",
    "/super-complaints/stalking/",
    "/super-complaints/stalking/whole-response/",
    "/super-complaints/stalking/history/",
    "/super-complaints/stalking/recommendation-7/",
    "/super-complaints/stalking/recommendation-7/history/1/",
    "/super-complaints/recommendations/",
    "/super-complaints/recommendations/?progress=unfinished&status=nonsense&nonsense=1",
    "/super-complaints/recommendations/?status=closed",
    "/super-complaints/how-statuses-work/",
    "/super-complaints/data/",
    "/search/?q=stalking",
    "/feedback/",
    "/feedback/thanks/",
    "/cookies/",
    "/cookies/?saved",
    "/accessibility-statement/",
    "/staying-safe-online/",
    "/privacy/",
    "/no-such-page/",
]
MORE_STATES = [
    "/search/?q=nothing-like-it",
    "/super-complaints/sexual-offence-delays/",
    "/super-complaints/stalking/history/compare/",
    "/super-complaints/stalking/recommendation-7/history/",
    "/super-complaints/safe-to-share/recommendation-1/",
    "/super-complaints/section-60/recommendation-1/",
]
"""The same templates in other states: for those who look at each page by itself, not for every test."""
