"""Every e-mail to staff has a template and stands in one list."""

import complaints.reminders.weekly  # noqa: F401 -- it lists its e-mail when it is imported
import pages.accounts.mails
import pages.feedback.concern_rules
import pages.moderation.mails.workflow_emails
import pages.opinions.asking  # noqa: F401 -- these list their e-mails when they are imported
from pages.moderation.mails.mail import MAILS, Mail
from site_config.settings.environment import PROJECT_DIR


def test_the_list_of_mails_and_the_templates_are_the_same():
    folder = PROJECT_DIR / "templates"
    found = {
        str(path.relative_to(folder).with_suffix(""))
        for path in folder.glob("*/emails/*.txt")
        if path.name != "base.txt"
    }

    assert found == {*MAILS}
    assert all(mail.to for mail in MAILS.values())


def test_a_title_with_line_breaks_is_one_subject():
    mail = MAILS["moderation/emails/review_cancelled"]

    subject, text = mail.render(
        {"name": "Tom & Jerry\nBcc: x@example.org", "address": "https://example.org/"}
    )

    assert subject == "No longer in review: Tom & Jerry Bcc: x@example.org"
    assert text.endswith("https://example.org/\n")
    assert isinstance(mail, Mail)
