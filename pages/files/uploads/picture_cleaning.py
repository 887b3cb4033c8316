"""Takes out of a picture what it tells of its maker: place, device, comments, what was cut off."""

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from PIL import Image, ImageOps, ImageSequence

from . import replace_contents

KEPT = (
    "transparency",
    "background",
    "icc_profile",
    "duration",
    "loop",
    "disposal",
    "adobe",
    "adobe_transform",
)
"""What a picture needs to look as it did."""
ORIENTATION = 0x0112
"""The number of the EXIF entry that says how a camera was held."""
QUALITY = 95


def remove_metadata(upload: UploadedFile) -> None:
    """Replace the picture by its pixels alone, upright; pictures that move still do.

    Raises what Pillow raises for a picture that cannot be read to its end.
    """
    upload.seek(0)
    cleaned = BytesIO()
    with Image.open(upload) as picture:
        kind = "JPEG" if picture.format == "MPO" else picture.format
        frames = (
            [_without_metadata(frame) for frame in ImageSequence.Iterator(picture)] if kind != "JPEG" else []
        )
        if len(frames) > 1:
            timing = {name: picture.info[name] for name in ("loop",) if name in picture.info}
            durations = [frame.info.get("duration", 0) for frame in frames]
            frames[0].save(
                cleaned,
                kind,
                save_all=True,
                append_images=frames[1:],
                duration=durations,
                **timing,
                **_options(kind),
            )
        elif kind == "JPEG" and picture.getexif().get(ORIENTATION, 1) == 1 and picture.format == "JPEG":
            picture.load()
            picture.info = _kept(picture)
            picture.save(cleaned, kind, quality="keep", icc_profile=picture.info.get("icc_profile"))
        else:
            _without_metadata(picture).save(cleaned, kind, **_options(kind))
    replace_contents(upload, cleaned)


def _without_metadata(picture: Image.Image) -> Image.Image:
    upright = ImageOps.exif_transpose(picture)
    upright.info = _kept(upright)
    return upright


def _kept(picture: Image.Image) -> dict[str | tuple[int, int], Any]:
    return {name: picture.info[name] for name in KEPT if name in picture.info}


def _options(kind: str | None) -> dict[str, Any]:
    return {"quality": QUALITY} if kind in {"JPEG", "WEBP"} else {}
