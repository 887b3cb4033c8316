"""Nobody can name, by a request of their own making, what they may not see, or learn its title by it."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.admin import compare
from wagtail.blocks import PageChooserBlock
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from pages.content.models import StandardPage
from pages.moderation.gate.permissions import HiddenChoice
from pages.moderation.gate.remarks import suggest
from pages.moderation.gate.texts import texts_of
from pages.moderation.wagtail_patches import hide_chosen
from tests.editing import edit, errors_of
from tests.factories import (
    DocumentFactory,
    ImageFactory,
    OrganisationFactory,
    StandardPageFactory,
    SuperComplaintPageFactory,
    UserFactory,
)
from tests.forms import super_complaint_form

SECRET = "Peregrine"
REFUSAL = "This refers to something you cannot see. Choose something else."


@pytest.fixture
def page(home):
    """The only page that the editor may change."""
    return StandardPageFactory(parent=home, title="Ours", slug="ours")


@pytest.fixture
def section_editor(page, client):
    """An editor of one page, who may choose the files of one collection and see no organisation."""
    group = Group.objects.create(name="Editors of one page")
    group.permissions.add(*(Permission.objects.get(codename=name) for name in ("access_admin", "add_notice")))
    change = Permission.objects.get(codename="change_page")
    GroupPagePermission.objects.create(group=group, page=page, permission=change)
    collection = Collection.get_first_root_node().add_child(name="Ours")
    for name in ("choose_document", "choose_image"):
        permission = Permission.objects.get(codename=name)
        GroupCollectionPermission.objects.create(group=group, collection=collection, permission=permission)
    user = UserFactory()
    user.groups.add(group)
    client.force_login(user)
    return user


@pytest.fixture
def hidden(home):
    """A draft, and files that nothing public shows."""
    return {
        "page": StandardPageFactory(parent=home, title=SECRET, slug="peregrine", live=False),
        "document": DocumentFactory(title=SECRET, file__filename="peregrine.pdf"),
        "image": ImageFactory(title=SECRET, file__filename="peregrine.jpg"),
    }


def form(*blocks) -> dict:
    fields = {"title": "Ours", "slug": "ours", "summary": "", "search_description": "", "change_note": "New."}
    dates = {"go_live_at": "", "expire_at": ""}
    comments = {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0", "MIN_NUM_FORMS": "0", "MAX_NUM_FORMS": ""}
    return nested_form_data({**fields, **dates, "comments": comments, "body": streamfield(list(blocks))})


def blocks_that_name(hidden) -> dict:
    """Return one block for each way to name something."""
    page, document = hidden["page"].pk, hidden["document"].pk
    link = {"text": "More", "page": str(page), "url": ""}
    file = {"document": str(document), "title": "Letter", "description": "", "html_version": ""}
    other = DocumentFactory(collection=Collection.objects.get(name="Ours")).pk
    picture = {"image": str(hidden["image"].pk), "decorative": "on", "alt_text": ""}
    return {
        "page": ("links", streamfield_list(link)),
        "document": ("document", file),
        "page of a document": ("document", {**file, "document": str(other), "html_version": str(page)}),
        "image": ("picture", {"image": picture, "caption": ""}),
        "link to a page": ("text", rich_text(f'<p><a linktype="page" id="{page}">a</a></p>')),
        "link to a file": ("text", rich_text(f'<p><a linktype="document" id="{document}">a</a></p>')),
    }


def streamfield_list(*values) -> dict:
    return {
        "count": str(len(values)),
        **{
            str(place): {"value": value, "deleted": "", "order": str(place), "id": ""}
            for place, value in enumerate(values)
        },
    }


def shown(answer) -> str:
    return answer.content.decode().replace("peregrine.org", "")


@pytest.mark.slow
def test_what_one_may_not_see_is_neither_stored_nor_shown(client, page, section_editor, hidden):
    for way, block in blocks_that_name(hidden).items():
        for buttons in ({}, {"action-submit": "1"}):
            answer = edit(client, page, form(block), **buttons)

            assert errors_of(answer) == {"body": [REFUSAL]}, way
            assert SECRET.lower() not in shown(answer).lower(), way
            assert not page.revisions.filter(user=section_editor).exists(), way
    link = f'<p><a linktype="page" id="{hidden["page"].pk}">Some text.</a></p>'
    with pytest.raises(ValidationError, match="may not see"):
        suggest(
            page.save_revision(), section_editor, next(each for each in texts_of(page) if each.is_rich), link
        )
    public = StandardPageFactory(parent=page, title="Public")
    link = {"text": "More", "page": str(public.pk), "url": ""}
    assert edit(client, page, form(("links", streamfield_list(link)))).status_code == 302


def test_what_somebody_else_chose_stays_and_is_not_shown(client, page, section_editor, hidden, admin_user):
    blocks = blocks_that_name(hidden)
    client.force_login(admin_user)
    assert edit(client, page, form(*blocks.values())).status_code == 302
    for name, arguments in (("edit", [page.pk]), ("revisions_compare", [page.pk, "live", "latest"])):
        assert SECRET in shown(client.get(reverse(f"wagtailadmin_pages:{name}", args=arguments))), name
    # Comparisons hide a choice after the apps were made ready again, too.
    assert issubclass(hide_chosen(compare.get_comparison_class_for_block, PageChooserBlock()), HiddenChoice)

    client.force_login(section_editor)
    opened = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert SECRET.lower() not in shown(opened).lower()
    assert "Something you cannot see" in shown(opened)
    assert edit(client, page, form(*blocks.values())).status_code == 302

    address = reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, "live", "latest"])
    compared = client.get(address)
    assert SECRET.lower() not in shown(compared).lower()
    assert "Something you cannot see" in shown(compared)

    page.refresh_from_db()
    assert page.latest_revision.user == section_editor
    [links, *_] = page.get_latest_revision_as_object().body
    assert links.value[0]["page"].pk == hidden["page"].pk


def test_the_place_of_a_notice_is_a_page_that_one_may_see(client, section_editor, hidden):
    address = reverse("wagtailsnippets_content_notice:add")
    empty = dict.fromkeys(
        ("link_text", "link_address", "change_note", "shown_until", "go_live_at", "expire_at"), ""
    )
    typed = {"level": "1", "text": "Closed.", "section": hidden["page"].pk, "shown_from": "2026-01-01 00:00"}
    answer = client.post(address, {**empty, **typed})

    assert errors_of(answer) == {"section": [REFUSAL]}
    assert SECRET not in shown(answer)


def test_an_organisation_that_one_may_not_see_cannot_be_named(client, section, section_editor, page):
    complaint = SuperComplaintPageFactory(parent=section)
    permission = Permission.objects.get(codename="change_page")
    GroupPagePermission.objects.create(group=section_editor.groups.get(), page=section, permission=permission)
    draft = OrganisationFactory(name=SECRET, live=False)
    complaint.lead_bodies = [draft]
    complaint.save_revision()

    address = reverse("wagtailadmin_pages:revisions_compare", args=[complaint.pk, "live", "latest"])
    assert SECRET not in shown(client.get(address))
    complaint.lead_bodies = []
    complaint.save_revision()
    opened = client.get(reverse("wagtailadmin_pages:edit", args=[complaint.pk]))
    answer = edit(client, complaint, super_complaint_form([draft]))

    assert SECRET not in shown(opened)
    assert errors_of(answer)["lead_bodies"]
    assert SECRET not in shown(answer)


def test_a_page_is_neither_copied_nor_made_where_one_may_not_see(client, page, section_editor, hidden):
    sent = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": hidden["page"].pk}
    answer = client.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), sent)

    assert SECRET not in shown(answer)
    assert not StandardPage.objects.filter(slug="copy").exists()
    address = reverse("wagtailadmin_pages:choose_parent", args=["content", "standardpage"])
    assert SECRET not in shown(client.post(address, {"parent_page": hidden["page"].pk}))
