"""A column of moments, written as people write them."""

from typing import Any

from wagtail.admin.ui.tables import Column

from pages.core.moments import moment_in_words


class TimeColumn(Column):
    """A moment in Europe/London; ``never`` stands where there is none."""

    def __init__(self, name: str, *, never: str = "–", **options: Any) -> None:
        """Take what to say where there is no moment. One can sort by the column."""
        super().__init__(name, **{"sort_key": name, **options})
        self.never = never

    def get_value(self, instance: Any) -> str:
        """Return the moment in words."""
        moment = super().get_value(instance)
        return moment_in_words(moment) if moment else self.never
