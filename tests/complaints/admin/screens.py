"""Screens of many cells, filled in as a browser would send them."""

from bs4 import BeautifulSoup


def typed_in(form) -> dict[str, str | list[str]]:
    """Return what a browser would send of ``form``; what may come several times is a list."""
    found: dict[str, list[str]] = {}
    boxes = set()
    for field in form.select("input[name], select[name], textarea[name]"):
        if field.get("type") == "checkbox":
            boxes.add(field["name"])
        if field.get("type") in {"file", "radio", "checkbox"} and not field.has_attr(
            "checked"
        ):
            continue
        chosen = field.select_one("option[selected]") or field.select_one("option")
        value = (
            chosen["value"]
            if chosen
            else field.get("value") or field.get_text().strip()
        )
        found.setdefault(field["name"], []).append(value)
    return {
        name: values if len(values) > 1 or name in boxes else values[0]
        for name, values in found.items()
    }


class Screen:
    """A screen at an address, and what is typed into it."""

    form = "form[data-grid]"

    def __init__(self, client, address):
        """Open it."""
        self.client, self.address = client, address
        answer = client.get(address)
        assert answer.status_code == 200
        self.read(answer)

    def read(self, answer):
        self.shown = BeautifulSoup(answer.content, "html.parser")
        form = self.shown.select_one(self.form)
        for template in form.select("template"):
            template.extract()
        self.typed = typed_in(form)

    def send(self, **typed):
        answer = self.client.post(self.address, {**self.typed, **typed})
        if answer.status_code == 200:
            self.read(answer)
        return answer

    def errors(self):
        return [
            each.get_text(" ", strip=True)
            for each in self.shown.select(".entry-grid .errorlist li")
        ]
