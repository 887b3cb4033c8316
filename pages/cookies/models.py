"""The page about cookies, and the record of what readers chose."""

from django.db import models
from django.template.response import TemplateResponse
from django.utils import timezone

from pages.content.models import TextPage
from pages.content.site_wording import wording_for
from pages.http_cache.address_classes import AddressClass

from . import choices
from .forms import ChoiceForm
from .registry import CHOICE_COOKIE
from .store import cookies_to_tell


class CookiesPage(TextPage):
    """What cookies the site sets and why, and the form to choose.

    The table and the form come from the registry, the words around them from editors.
    """

    address_class = AddressClass.PRIVATE
    parent_page_types = ["content.HomePage"]
    max_count_per_parent = 1
    template = "cookies/cookies_page.html"

    def serve(self, request, *args, **kwargs):
        """Show the page with what this reader chose."""
        wording = wording_for(request)
        chosen = choices.read(request, wording)
        return self.answer(request, ChoiceForm(wording=wording, chosen=chosen), chosen=chosen)

    def answer(self, request, form, *, chosen=None, status=200):
        """Return the page around ``form``; ``chosen`` is what the reader's browser holds."""
        context = {
            **self.get_context(request),
            "form": form,
            "groups": cookies_to_tell(form.groups),
            # Only what the browser sent back is known to be kept; what it sent may be an answer to an
            # older question, from a page that had been open for long.
            "saved": "saved" in request.GET and bool(chosen),
            "not_saved": "saved" in request.GET and not chosen,
            "outdated": CHOICE_COOKIE in request.COOKIES,
        }
        return TemplateResponse(request, self.get_template(request), context, status=status)


class ConsentRecord(models.Model):
    """One choice, to show that consent was given: nothing in it leads to a person.

    UK GDPR article 7(1) asks for proof of consent; article 5(1)(c) for no more data than that takes.
    """

    date = models.DateField(default=timezone.localdate, db_index=True)
    policy_version = models.PositiveSmallIntegerField()
    wording_revision = models.PositiveBigIntegerField(
        null=True, help_text="The published revision of the site wording that the banner showed."
    )
    preferences = models.BooleanField(null=True, help_text="Empty: not asked.")
    statistics = models.BooleanField(null=True, help_text="Empty: not asked.")

    def __str__(self):
        """Say when, and under which version."""
        return f"{self.date}, version {self.policy_version}"

    @classmethod
    def keep(cls, form) -> "ConsentRecord":
        """Store the valid ``form``'s choice."""
        return cls.objects.create(
            policy_version=form.cleaned_data["policy"],
            wording_revision=form.known_wording,
            **form.chosen,
        )
