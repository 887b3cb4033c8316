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
    "/super-complaints/recommendations/?progress=unfinished&state=nonsense&nonsense=1",
    "/super-complaints/recommendations/?state=reopened",
    "/super-complaints/how-statuses-work/",
    "/super-complaints/data/",
    "/search/?q=stalking",
    "/feedback/",
    "/feedback/thanks/",
    "/cookies/",
    "/cookies/?saved",
    "/accessibility-statement/",
    "/staying-safe-online/",
    "/no-such-page/",
]
