"""Takes out of a picture what it tells of its maker: place, device, comments, what was cut off."""

from typing import Any, BinaryIO

from PIL import Image, ImageOps, ImageSequence, JpegImagePlugin

from .child import RefusedError

MOST_PIXELS = 24_000_000
MOST_OF_KINDS_THAT_NEED_MORE = {"PROGRESSIVE": 20_000_000, "WEBP": 4_000_000}
"""The memory of the process suffices for these, all frames of a picture together."""
TOO_MANY_PIXELS = (
    "This picture has too many pixels. The most is 24 million, or 20 million in a progressive JPEG and "
    "4 million in a WebP, counting all frames of an animation. Make it smaller and save it again."
)
KEPT = (
    "transparency",
    "background",
    "icc_profile",
    "adobe",
    "adobe_transform",
    "duration",
    "loop",
    "disposal",
)
WEBP_QUALITY = 95


def run(given: BinaryIO, written: BinaryIO) -> None:
    """Write the picture's pixels alone, upright; pictures that move still do."""
    with _open(given) as picture:
        kind = "JPEG" if picture.format == "MPO" else str(picture.format)
        options = _options(picture, kind)
        needs = "PROGRESSIVE" if picture.info.get("progressive") else kind
        most = MOST_OF_KINDS_THAT_NEED_MORE.get(needs, MOST_PIXELS)
        frames = []
        for number, frame in enumerate(ImageSequence.Iterator(picture), start=1):
            if number * picture.width * picture.height > most:
                raise RefusedError(TOO_MANY_PIXELS)
            upright = ImageOps.exif_transpose(frame)
            upright.info = {
                name: frame.info[name] for name in KEPT if name in frame.info
            }
            frames.append(upright)
            if kind == "JPEG":  # what follows is a preview or a map of depth
                break
        if len(frames) > 1:
            options |= {
                name: picture.info[name] for name in ("loop",) if name in picture.info
            }
            options |= {"duration": [frame.info.get("duration", 0) for frame in frames]}
            options |= {"save_all": True, "append_images": frames[1:]}
        frames[0].save(written, kind, **options)


def _open(given: BinaryIO) -> Image.Image:
    try:
        return Image.open(given, formats=["GIF", "JPEG", "PNG", "WEBP"])
    except Image.DecompressionBombError as error:
        raise RefusedError(TOO_MANY_PIXELS) from error


def _options(picture: Any, kind: str) -> dict[str, Any]:
    if kind == "JPEG":  # as fine as it was
        return {
            "qtables": picture.quantization,
            "subsampling": JpegImagePlugin.get_sampling(picture),
        }
    return {"quality": WEBP_QUALITY} if kind == "WEBP" else {}
