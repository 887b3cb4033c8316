"""The screens of holds, and the one for publishing in spite of a hold."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSet

from pages.moderation.gate.decision import Decision, HoldTerms, record_decision
from pages.moderation.gate.hold import Hold, current_hold, may_override
from pages.moderation.gate.publication_set import due_revisions, waiting_set
from pages.moderation.scheduled_work import override_hold

from .decisions import DecisionView, reason_field
from .open_reviews import TimeColumn


class HoldForm(WagtailAdminModelForm):
    """The form of a hold: others may only make it longer; approving officers may change everything."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.until_before = self.instance.until
        self.may_shorten = not self.instance.pk or may_override(self.for_user)
        if not self.may_shorten:
            for name in ("section", "begins"):
                self.fields[name].disabled = True

    def clean_until(self) -> datetime | None:
        """Refuse an earlier end, which would publish what waits."""
        until, before = self.cleaned_data["until"], self.until_before
        is_earlier = until is not None and (before is None or until < before)
        if is_earlier and not self.may_shorten:
            raise ValidationError("Only an approving officer can end a hold sooner.")
        return until

    def save(self, commit: bool = True) -> Hold:
        hold = super().save(commit)
        record_decision(
            Decision.Action.HELD,
            obj=hold,
            user=self.for_user,
            reason=hold.reason,
            data=HoldTerms(begins=str(hold.begins), until=str(hold.until or ""), section=hold.section_id),
        )
        return hold


class HoldViewSet(ModelViewSet):
    """The screens of holds."""

    model = Hold
    name = "holds"
    url_prefix = "moderation/holds"
    icon = "lock"
    menu_label = "Holds"
    menu_order = 260
    add_to_admin_menu = True
    copy_view_enabled = False
    list_display = [
        "__str__",
        Column("section", label="Holds", accessor=lambda hold: hold.section or "Everything"),
        TimeColumn("begins", label="Begins"),
        TimeColumn("until", label="Until", never="Until somebody ends it"),
    ]
    list_filter = ["kind"]
    edit_handler = ObjectList(Hold.panels, base_form_class=HoldForm)


class OverrideView(DecisionView):
    """Publishes a revision in spite of the hold."""

    page_title = "Publish in spite of the hold"
    header_icon = "warning"
    button = "Publish now"
    template_name = "moderation/override.html"
    questions = {"reason": reason_field("Reason", "Say why.", "Kept in the log of decisions.")}

    def get_object(self) -> Any:
        self.revision = get_object_or_404(due_revisions(), pk=self.kwargs["pk"])
        self.hold = current_hold(self.revision)
        self.decided_set = waiting_set(self.revision)
        return self.revision.as_object()

    def may_open(self) -> bool:
        return bool(self.hold) and may_override(self.request.user)

    def decide(self, chosen: dict[str, Any]) -> str:
        override_hold(self.revision, self.request.user, chosen["reason"])
        return f"Published: {self.subject_name()}."
