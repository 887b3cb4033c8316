"""Content in every state that refers to files."""

from wagtail.models import PageViewRestriction

from tests.factories import SiteWordingFactory, StandardPageFactory
from tests.factories.published import publish, unpublish


def mention(*files) -> str:
    """Return rich text that refers to ``files``."""
    return "".join(
        f'<embed embedtype="image" id="{file.pk}" alt="A picture" format="fullwidth"/>'
        if hasattr(file, "get_rendition")
        else f'<p><a linktype="document" id="{file.pk}">A document</a></p>'
        for file in files
    )


def page_with(parent, *files, **fields):
    """Return a published page whose text refers to ``files``."""
    return StandardPageFactory(
        parent=parent, body=[("text", mention(*files))], **fields
    )


def on_nothing(home, *files):
    pass


def on_a_draft_that_was_never_public(home, *files):
    page_with(home, *files, live=False).save_revision()


def on_a_draft_of_a_public_page(home, *files):
    page = StandardPageFactory(parent=home)
    page.body = [("text", mention(*files))]
    page.save_revision()


def on_a_public_page(home, *files):
    page_with(home, *files)


def on_a_public_page_whose_draft_has_it_no_more(home, *files):
    page = page_with(home, *files)
    page.body = [("text", "<p>Nothing.</p>")]
    page.save_revision()


def on_a_page_that_has_it_no_more(home, *files):
    page = page_with(home, *files)
    page.body = [("text", "<p>Nothing.</p>")]
    publish(page)


def on_a_page_that_was_taken_down(home, *files):
    unpublish(page_with(home, *files))


def on_a_page_below_a_draft(home, *files):
    draft = StandardPageFactory(parent=home, live=False)
    page_with(StandardPageFactory(parent=draft), *files)


def on_a_page_with_a_password(home, *files):
    page = page_with(home, *files)
    PageViewRestriction.objects.create(
        page=page, restriction_type="password", password="open"
    )


def below_a_page_with_a_password(home, *files):
    above = StandardPageFactory(parent=home)
    PageViewRestriction.objects.create(
        page=above, restriction_type="password", password="open"
    )
    page_with(above, *files)


def in_public_wording(home, *files):
    SiteWordingFactory(footer_text=mention(*files))


def in_a_draft_of_the_wording(home, *files):
    wording = SiteWordingFactory()
    wording.footer_text = mention(*files)
    wording.save_revision()


def in_wording_that_was_taken_down(home, *files):
    SiteWordingFactory(footer_text=mention(*files), live=False)


PUBLIC = [
    on_a_public_page,
    on_a_public_page_whose_draft_has_it_no_more,
    in_public_wording,
]
PRIVATE = [
    on_nothing,
    on_a_draft_that_was_never_public,
    on_a_draft_of_a_public_page,
    on_a_page_that_has_it_no_more,
    on_a_page_that_was_taken_down,
    on_a_page_below_a_draft,
    on_a_page_with_a_password,
    below_a_page_with_a_password,
    in_a_draft_of_the_wording,
    in_wording_that_was_taken_down,
]
