"""Checks and cleans uploads before they are stored.

Uses nothing of the site but settings.
"""

from io import BytesIO

from django.core.files.uploadedfile import UploadedFile


def replace_contents(upload: UploadedFile, contents: BytesIO) -> None:
    """Put ``contents`` in the place of what was sent.

    The very object of the request changes: Wagtail stores that one when another field of the form is wrong.
    """
    upload.seek(0)
    upload.truncate()
    upload.write(contents.getbuffer())
    upload.size = contents.getbuffer().nbytes
    upload.seek(0)
