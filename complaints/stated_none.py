"""What a source was checked for and does not state: the ticks of the form.

Nothing follows from an empty field, so a tick tells “stated not to exist” from “not
entered here”. Each is declared once, here. The fields of the models, the check of
contradictions, the filters and the columns of the data are made from the declaration.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from django.db import models
from django.utils.text import capfirst

from pages.core.grouping import index_by

from .vocabulary import (
    POSITION_LABELS,
    POSITIONS_NEEDING_REASON,
    ActionStatus,
    Knowledge,
    Position,
    knowledge_of,
)

Owner = Literal["recommendation", "response", "action"]


@dataclass(frozen=True)
class StatedNone:
    """One tick: “The response names no lead”."""

    name: str
    """What filters and data call its subject: ``lead`` gives ``lead_none`` and ``lead_known``."""
    words: str
    """The label of the tick, beginning with the source that was checked."""
    what: str
    """Its subject, after “We have not recorded”."""
    of: Owner
    """What has the tick."""
    instead_of: tuple[str, ...] = ()
    """The fields that state it."""
    instead_of_objects: tuple[str, ...] = ()
    """The related objects that state it."""
    only_with: Mapping[str, Iterable[str]] = field(default_factory=dict)
    """The values of another field with which it can be ticked; with any, if there is none."""
    tick: str = ""
    """The name of the field, where it is not ``no_`` and the name."""

    @property
    def field_name(self) -> str:
        return self.tick or f"no_{self.name}"

    @property
    def help_text(self) -> str:
        source = "report" if self.words.startswith("the report") else "response"
        return f"Tick this only if you have checked the {source}."

    @property
    def words_for_none(self) -> str:
        return self.words[:1].upper() + self.words[1:]

    @property
    def words_for_not_entered(self) -> str:
        return f"We have not recorded {self.what}"

    @property
    def filter_words_for_not_entered(self) -> str:
        subject = self.what.removeprefix("a ").removeprefix("the ")
        return f"{subject[:1].upper()}{subject[1:]} not recorded"

    def model_field(self) -> models.BooleanField:
        return models.BooleanField(
            default=False, verbose_name=self.words, help_text=self.help_text
        )

    def known_in(self, source: Any) -> Knowledge:
        """Return what is known of it in ``source``, an object or its stored content."""
        return knowledge_of(
            self._is_stated_in(source), bool(_value(source, self.field_name))
        )

    def _is_stated_in(self, source: Any) -> bool:
        return any(
            _has_value(source, name)
            for name in (*self.instead_of, *self.instead_of_objects)
        )

    def selects(self, knowledge: Knowledge) -> models.Q:
        """Return the condition for objects that have the tick, or that state nothing and lack it."""
        if knowledge == Knowledge.NONE:
            return models.Q(**{self.field_name: True})
        condition = models.Q(**{self.field_name: False})
        condition &= models.Q(**dict.fromkeys(self.instead_of, ""))
        condition &= models.Q(**dict.fromkeys(self.instead_of_objects))
        for name, values in self.only_with.items():
            condition &= models.Q(**{f"{name}__in": list(values)})
        return condition

    def contradiction_in(self, instance: models.Model) -> str:
        """Return what is wrong with the tick of ``instance``; empty if nothing is."""
        if not _value(instance, self.field_name):
            return ""
        for name, allowed in self.only_with.items():
            if _value(instance, name) not in allowed:
                return f"The {_label(instance, name)} is not {_in_quotes(allowed)}. Change it or clear this."
        labels = [
            f"“{capfirst(_label(instance, name))}”"
            for name in (*self.instead_of, *self.instead_of_objects)
            if _has_value(instance, name)
        ]
        return f"Untick this, or clear {' and '.join(labels)}." if labels else ""


def _label(instance: models.Model, name: str) -> str:
    """Return what the form calls the field or the related objects ``name`` of ``instance``."""
    field = instance._meta.get_field(name)
    if isinstance(field, models.ManyToOneRel):
        return str(field.related_model._meta.verbose_name_plural)
    return str(field.verbose_name)  # type: ignore[union-attr]


def _value(source: Any, name: str) -> Any:
    return source.get(name) if isinstance(source, Mapping) else getattr(source, name)


def _has_value(source: Any, name: str) -> bool:
    value = _value(source, name)
    if hasattr(value, "all"):
        value = value.all()
    if isinstance(value, str):
        value = value.strip()
    return bool(value)


LABELS = {**POSITION_LABELS, **dict(ActionStatus.choices)}
"""The words of the values that ``only_with`` names."""


def _in_quotes(values: Iterable[str]) -> str:
    return " or ".join(f"“{LABELS[value]}”" for value in values)


STATED_NONE = index_by(
    [
        StatedNone(
            "addressees",
            "the report does not say who is asked",
            "who is asked",
            "recommendation",
            instead_of=("addressees_printed",),
            instead_of_objects=("addressees",),
        ),
        StatedNone(
            "deadline",
            "the report gives no deadline",
            "a deadline",
            "recommendation",
            instead_of=("deadline", "deadline_printed"),
        ),
        StatedNone(
            "lead",
            "the response names no lead",
            "a lead",
            "recommendation",
            instead_of=("executive_lead", "operational_lead"),
        ),
        StatedNone(
            "reason",
            "the response gives no reason",
            "the reason",
            "response",
            instead_of=("reason",),
            only_with={
                "position": [
                    code for code in Position if code in POSITIONS_NEEDING_REASON
                ]
            },
        ),
        StatedNone(
            "owner",
            "the response does not say who is responsible",
            "who is responsible",
            "action",
            instead_of=("owning_post",),
        ),
        StatedNone(
            "due_date",
            "the response gives no due date",
            "a due date",
            "action",
            instead_of_objects=("due_dates",),
        ),
        StatedNone(
            "completed",
            "the response gives no completion date",
            "the completion date",
            "action",
            instead_of=("completed", "completed_words"),
            only_with={"status": (ActionStatus.COMPLETE,)},
            tick="no_completion_date",
        ),
    ],
    "name",
)
"""All ticks by their names, in the order of the form."""


def contradicted_ticks(
    instance: models.Model, *, with_rows: bool = False
) -> dict[str, str]:
    """Return what is wrong with the ticks of ``instance``, by the names of their fields.

    Rows below it, such as due dates, have forms of their own: they are looked at only
    ``with_rows``.
    """
    names = {field.name for field in instance._meta.get_fields()}
    problems = {}
    for tick in STATED_NONE.values():
        if tick.field_name not in names:
            continue
        if not with_rows and any(
            _is_relation_to_rows(instance, name) for name in tick.instead_of_objects
        ):
            continue
        problems[tick.field_name] = tick.contradiction_in(instance)
    return problems


def untick_contradicted(instance: models.Model) -> None:
    """Take back each tick of ``instance`` that something beside it contradicts, as an import may enter it."""
    for name, problem in contradicted_ticks(instance, with_rows=True).items():
        if problem:
            setattr(instance, name, False)


def _is_relation_to_rows(instance: models.Model, name: str) -> bool:
    return bool(instance._meta.get_field(name).one_to_many)
