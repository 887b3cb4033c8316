"""The screens of holds."""

from django.core.exceptions import ValidationError
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import ObjectList
from wagtail.admin.viewsets.model import ModelViewSet

from pages.moderation.log.decisions import record_decision
from pages.moderation.publishing.holds import may_override
from pages.moderation.records.decision import Decision
from pages.moderation.records.hold import Hold


class HoldForm(WagtailAdminModelForm):
    """The form of a hold: anybody who may begin one may make it longer, approving officers what they like."""

    def __init__(self, *args, **kwargs):
        """Keep the scope and the beginning of a hold from others than officers."""
        super().__init__(*args, **kwargs)
        self.until_before = self.instance.until
        self.may_shorten = not self.instance.pk or may_override(self.for_user)
        if not self.may_shorten:
            for name in ("section", "begins"):
                self.fields[name].disabled = True

    def clean_until(self):
        """Refuse an earlier end, which would let go what waits."""
        until, before = self.cleaned_data["until"], self.until_before
        sooner = until is not None and (before is None or until < before)
        if sooner and not self.may_shorten:
            raise ValidationError("Only an approving officer can end a hold sooner.")
        return until

    def save(self, commit=True):
        """Save the hold, and write down what it is now."""
        hold = super().save(commit)
        record_decision(
            Decision.Action.HELD,
            obj=hold,
            user=self.for_user,
            reason=hold.reason,
            data={"begins": str(hold.begins), "until": str(hold.until or ""), "section": hold.section_id},
        )
        return hold


class HoldViewSet(ModelViewSet):
    """Times in which publications wait."""

    model = Hold
    name = "holds"
    url_prefix = "moderation/holds"
    icon = "lock"
    menu_label = "Holds"
    menu_order = 260
    add_to_admin_menu = True
    copy_view_enabled = False
    inspect_view_enabled = False
    list_display = ["__str__", "section", "begins", "until"]
    list_filter = ["kind"]
    edit_handler = ObjectList(Hold.panels, base_form_class=HoldForm)
