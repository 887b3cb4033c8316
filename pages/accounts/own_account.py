"""The screen of one's own account: the name of who approves or administers takes a second person."""

from typing import Any

from wagtail.admin.forms.account import NameEmailForm
from wagtail.admin.views.account import (
    AccountView,
    AvatarSettingsPanel,
    NameEmailSettingsPanel,
)

from pages.moderation.dual_control.accounts import change_details
from pages.moderation.views.people import warn_of_pending_changes


class NameForm(NameEmailForm):
    """Changes the name, or asks for it."""

    request: Any

    def save(self, commit: bool = True) -> Any:
        user = self.request.user
        warn_of_pending_changes(
            self.request, [change_details(user, user, self.cleaned_data)]
        )
        user.refresh_from_db()
        return user


class NamePanel(NameEmailSettingsPanel):
    """Wagtail's panel with our form."""

    form_class = NameForm

    def get_form(self) -> Any:
        form = super().get_form()
        form.request = self.request
        return form


class OwnAccountView(AccountView):
    """Wagtail's screen, without a picture: Wagtail would open it within this process."""

    def get_panels(self) -> list[Any]:
        panels = []
        for panel in super().get_panels():
            if isinstance(panel, NameEmailSettingsPanel):
                panels.append(NamePanel(panel.request, panel.user, panel.profile))
            elif not isinstance(panel, AvatarSettingsPanel):
                panels.append(panel)
        return panels
