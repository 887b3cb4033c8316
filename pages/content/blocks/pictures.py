"""Pictures among the text of a page."""

from wagtail import blocks
from wagtail.images.blocks import ImageBlock


class PictureBlock(blocks.StructBlock):
    """A picture that says what it shows, or that it is decoration only."""

    image = ImageBlock()
    caption = blocks.CharBlock(
        required=False, max_length=200, help_text="Shown below it. Not the same as what it shows."
    )

    class Meta:
        label = "Picture"
        icon = "image"
        template = "blocks/picture.html"
        preview_template = "blocks/previews/picture.html"
        description = "A picture with a caption. Say what it shows, or that it is decoration only."
        preview_value = {"image": None, "caption": "Officers trained, month by month"}
