"""The patched parts of Wagtail are still what Wagtail calls, with the same arguments.

What each replacement does is tried elsewhere: withdrawal in test_approval.py, reviews
that end in test_removed_steps.py, two people at once in races/.
"""

import inspect

import pytest
from wagtail.actions.copy_page import CopyPageAction
from wagtail.admin.views.mixins import SpreadsheetExportMixin
from wagtail.models import Site, Task, Workflow, WorkflowState

from pages.moderation.approval.authors import authors_since_publication
from pages.published import editions
from tests.factories import StandardPageFactory, UserFactory

REPLACED = {
    (WorkflowState, "user_can_cancel"): ["self", "user"],
    (WorkflowState, "cancel"): ["self", "user"],
    (WorkflowState, "resume"): ["self", "user"],
    (Workflow, "deactivate"): ["self", "user"],
    (Task, "deactivate"): ["self", "user"],
    (SpreadsheetExportMixin, "preprocess_field_value"): [
        "self",
        "field",
        "value",
        "export_format",
    ],
    (CopyPageAction, "_copy_page"): [
        "self",
        "page",
        "to",
        "update_attrs",
        "exclude_fields",
        "_mpnode_attrs",
    ],
}
"""What is replaced, with the arguments that it must go on taking."""


def test_patched_functions_take_the_same_arguments():
    for (owner, name), arguments in REPLACED.items():
        replacement = getattr(owner, name)

        original = inspect.unwrap(replacement)
        assert original.__module__.startswith("wagtail.")
        assert list(inspect.signature(original).parameters) == arguments, name
        assert original is not replacement


@pytest.mark.django_db
def test_copies_of_a_page_and_of_pages_below_it_keep_their_authors(home):
    writer, copier = UserFactory(), UserFactory()
    page = StandardPageFactory(parent=home, live=False)
    child = StandardPageFactory(parent=page, live=False)
    for each in (page, child):
        each.title = f"{each.title}, changed"
        each.save_revision(user=writer)

    for keep_live in (True, False):
        options = {"recursive": True, "keep_live": keep_live, "user": copier}
        made = CopyPageAction(
            page, to=home, update_attrs={"slug": f"copy-{keep_live}"}, **options
        )
        copy = made.execute(skip_permission_checks=True)

        for copied in (copy, copy.get_children().get().specific):
            assert authors_since_publication(copied) >= {writer.pk, copier.pk}


def test_the_only_site_is_read_once_an_edition_and_each_request_has_a_copy(
    home, rf, django_assert_num_queries
):
    editions.current()

    def ask():
        request = rf.get("/")
        editions.read_edition(request)
        return request

    first, second = ask(), ask()
    found = Site.find_for_request(first)
    with django_assert_num_queries(0):
        again = Site.find_for_request(second)
        assert again == found and again.root_page.specific == found.root_page.specific
    assert again.root_page is not found.root_page
    assert Site.find_for_request(second) is again

    other = Site.objects.create(hostname="other.example", root_page=home)
    editions.current()
    request = rf.get("/", headers={"host": "other.example"})
    editions.read_edition(request)
    assert Site.find_for_request(request) == other
