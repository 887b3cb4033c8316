"""Opening a page in the editor changes nothing in it."""

from pages.content.rich_text import RichTextEditor
from pages.core.text import has_text

EMPTY = '{"blocks": [{"key": "a1", "text": "", "type": "unstyled"}], "entityMap": {}}'
FULL = (
    '{"blocks": [{"key": "a1", "text": "Done.", "type": "unstyled"}], "entityMap": {}}'
)


def test_an_unused_editor_submits_an_empty_text():
    assert RichTextEditor().value_from_datadict({"text": EMPTY}, {}, "text") == ""
    assert "Done." in RichTextEditor().value_from_datadict({"text": FULL}, {}, "text")
    assert RichTextEditor().value_from_datadict({}, {}, "text") is None


def test_markup_alone_does_not_count_as_text():
    for html in ("", "<p></p>", '<p data-block-key="a1"> </p>', "<ul><li></li></ul>"):
        assert not has_text(html)
