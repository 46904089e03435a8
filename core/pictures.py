"""Pictures made anew from their points: what else a file carried is left behind.

Places and names of cameras, comments, and a second file hidden in the first do
not survive. The size is read before a single point is unpacked.
"""

import io
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

QUALITY = 88
# Pillow's own limit only warns; ours is asked first.
Image.MAX_IMAGE_PIXELS = 50_000_000


class NotReadable(Exception):
    """The bytes are no picture of the kind, or a broken one."""


class TooManyPixels(Exception):
    pass


def made_anew(data: bytes, *, format: str, most_pixels: int) -> bytes:
    """The same picture in the same format (`PNG` or `JPEG`), upright, and no more."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(io.BytesIO(data), formats=[format]) as picture:
                if picture.width * picture.height > most_pixels:
                    raise TooManyPixels
                return _written(_plain(picture), format)
    except TooManyPixels:
        raise
    except Image.DecompressionBombError as error:
        raise TooManyPixels from error
    except (
        UnidentifiedImageError,
        OSError,
        SyntaxError,
        ValueError,
        EOFError,
        Warning,
    ) as error:
        raise NotReadable from error


def _plain(picture: Image.Image) -> Image.Image:
    """Upright, in a mode that both formats know."""
    upright = ImageOps.exif_transpose(picture)
    if upright.mode in {"1", "L"}:
        return upright.convert("L")
    if upright.mode.startswith("I"):
        return upright.convert("I").point(lambda value: value / 256).convert("L")
    return upright.convert("RGBA" if upright.has_transparency_data else "RGB")


def _written(picture: Image.Image, format: str) -> bytes:
    picture.info.clear()
    out = io.BytesIO()
    if format == "JPEG":
        picture.convert("L" if picture.mode == "L" else "RGB").save(
            out, format, quality=QUALITY
        )
    else:
        picture.save(out, format, compress_level=3)
    return out.getvalue()
