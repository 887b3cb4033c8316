"""Reads the fields of a recommendation from the HTML of its page."""

import re
from copy import copy
from typing import Any

from bs4 import BeautifulSoup
from bs4.element import Tag

OF_PASSED_DATES = {"Past the due date"}


def text_of(tag: Tag | None) -> str:
    """Return what a reader sees of ``tag``, spaces made one."""
    return " ".join(tag.get_text(" ", strip=True).split()) if tag else ""


def letters(text: str) -> str:
    """Return ``text`` without spaces and list signs, which differ between pages and data."""
    return "".join(text.replace("•", "").split())


def facts(tag: Tag) -> dict[str, list[str]]:
    """Return the values under each term of the first list of facts in ``tag``."""
    rows = tag.dl.find_all("div", recursive=False)
    return {
        text_of(row.dt): [text_of(each) for each in row.find_all("dd")] for row in rows
    }


def text_under(tag: Tag, heading: str) -> str:
    """Return the text that follows a heading of these words in ``tag``."""
    found = tag.find(re.compile("^h[2-6]$"), string=heading)
    return text_of(found.parent).removeprefix(heading).strip() if found else ""


class PageAsRead:
    """The page of one recommendation."""

    def __init__(self, soup: BeautifulSoup):
        self.main = soup.main
        self.key_facts = {
            **facts(self.main.select_one(".party:has(dl)")),
            **facts(self.main.find(attrs={"aria-label": "Key facts"})),
            **facts(self.main.find(attrs={"aria-labelledby": "about-this-page"})),
        }

    @property
    def identifier(self) -> str:
        return self.key_facts["Identifier"][0]

    @property
    def address(self) -> str:
        return self.key_facts["Permanent address"][0]

    @property
    def heading(self) -> str:
        return text_of(self.main.h1)

    @property
    def super_complaint(self) -> tuple[str, str]:
        link = self.main.find(attrs={"aria-label": "Key facts"}).dl.a
        return text_of(link), link["href"]

    @property
    def wording(self) -> dict[str, Any]:
        part = self.main.select_one(".page-heading")
        told = {
            "summary": text_of(part.select_one(".wording__summary")),
            "notes": [text_of(note) for note in part.select(".wording__note")],
        }
        if not part.blockquote:
            return told
        link = part.figcaption.a
        return {
            **told,
            "text": part.blockquote.p.get_text(),
            "source": text_of(part.figcaption),
            "link": link["href"] if link else "",
        }

    @property
    def sentences(self) -> str:
        return text_of(self.main.select_one(".page-heading .answer"))

    @property
    def standing(self) -> dict[str, str]:
        """The status of the whole and what stands beside it."""
        part = self.main.select_one(".page-heading .state")
        beside = [text_of(each) for each in part.select("span:not([class])")]
        return {
            "status": text_of(part.select_one(".status")),
            "beside": " ".join(beside),
        }

    @property
    def respondent_states(self) -> list[dict[str, str]]:
        """What each organisation’s card says; it leaves out the status and detail that all have in common."""
        return [
            {
                "who": text_of(each.h2),
                "status": text_of(each.select_one(".state .status")),
                "detail": text_of(each.select_one(".state > span:not([class])")),
                "response": text_of(each.select_one(".party__response")),
            }
            for each in self.main.select(".party--organisation")
        ]

    @property
    def responses(self) -> list[dict[str, Any]]:
        found = []
        for article in self.main.select("article.response"):
            told = facts(article) if article.dl else {}
            reason = text_under(article, "Reason")
            source = article.select_one(".response__source")
            writer, _, who = text_of(article.h3).rpartition(", on behalf of ")
            whole = text_of(article)
            for part in (article.h3, article.dl, source):
                whole = whole.removeprefix(text_of(part)).strip()
            found.append(
                {
                    "who": who,
                    "answered_by": writer,
                    "position": told["Does it accept?"][0],
                    "position_words": "".join(told["Does it accept?"][1:]),
                    "date": told.get("Date of the response", [""])[0],
                    "approved": told.get("Approved by", [""])[0],
                    "source_link": source.a["href"] if source and source.a else "",
                    "source_date": text_of(source.time) if source else "",
                    "reason": reason,
                    "text": whole.strip().removeprefix(
                        f"Reason {reason}" if reason else ""
                    ),
                    "links": links_in(article),
                }
            )
        return found

    @property
    def actions(self) -> list[dict[str, Any]]:
        found = []
        for card in self.main.select(".card--action .card__body"):
            told = facts(card) if card.dl else {}
            heading = copy(card.h3)
            hidden = heading.span.extract()
            labels = [text_of(each) for each in card.select(".statuses .status")]
            statuses = [label for label in labels if label not in OF_PASSED_DATES]
            found.append(
                {
                    "number": re.sub(r"\D", "", hidden.text),
                    "title": text_of(heading),
                    "status": statuses[0] if statuses else "",
                    "passed": statuses != labels,
                    "passed_date": text_of(card.select_one(".statuses time")),
                    "status_words": text_of(
                        card.find("p", class_="small-text", recursive=False)
                    ),
                    "description": text_of(
                        card.find(class_="flow measure", recursive=False)
                    ),
                    "respondents": told.get("Responsible", [""])[0],
                    "owners": told.get(
                        "Responsible post", told.get("Responsible posts", [])
                    ),
                    "due": told.get("Due date", told.get("Timing", [""]))[0],
                    "completed": told.get("Marked complete", [""])[0],
                    "closed": told.get("Closed", [""])[0],
                    "due_dates": [
                        (
                            text_of(each.select_one(".timeline__when")),
                            text_of(each.select_one(".timeline__note")),
                        )
                        for each in card.select(".timeline li")
                    ],
                    "evidence": text_under(card, "Evidence"),
                    "links": links_in(card),
                }
            )
        return found

    @property
    def progress_updates(self) -> list[tuple[str, str]]:
        part = self._part("Progress updates")
        return (
            [
                (text_of(each.time), text_of(each.select_one(".measure")))
                for each in part.select("li")
            ]
            if part
            else []
        )

    @property
    def assurances(self) -> list[dict[str, str]]:
        return [
            {
                "body": text_of(each.h3).rpartition(", ")[0],
                "date": text_of(each.time),
                "verdict": text_of(each.select_one(".status")),
                "words": text_of(each.select_one(".assurance__words"))[1:-1],
                "link": each.a["href"] if each.a else "",
            }
            for each in self.main.select(".assurance > li")
        ]

    @property
    def foot(self) -> str:
        return " ".join(
            text_of(each)
            for each in self.main.select(".page-heading__caption, .page-foot")
        )

    def _part(self, heading: str) -> Tag | None:
        found = self.main.find("h2", string=heading)
        return found.parent if found else None


def links_in(tag: Tag) -> list[str]:
    """Return the words of the links in ``tag``."""
    return [text_of(link) for link in tag.find_all("a")]


def without_destinations(text: str, links: list[str]) -> str:
    """Return plain text without the destinations of links in brackets."""
    for words in links:
        text = re.sub(rf"({re.escape(words)}) \([^()]*\)", r"\1", text)
    return text
