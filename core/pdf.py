"""What a PDF file may not be: cut off, locked, or able to do something by itself.

No reader of PDF is asked: a few marks are looked for, also where names are
written with escapes or packed into object streams. What is unpacked is counted,
so that a small file cannot fill the memory.
"""

import re
import zlib
from enum import Enum

HEADER, TRAILER = b"%PDF-", b"%%EOF"
TRAILER_WITHIN = 2048
STREAM = re.compile(rb"stream\r?\n")
ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
LOCKED = re.compile(rb"/Encrypt(?![A-Za-z])")
ACTIVE = re.compile(
    rb"/(?:JavaScript|Launch|EmbeddedFiles?|RichMedia|SubmitForm|ImportData|XFA"
    rb"|GoToR|GoToE|Movie|Sound|3D)(?![A-Za-z0-9])"
)
MOST_UNPACKED = 32_000_000
MOST_STREAMS = 10_000
PIECE = 4096
PACKED = b"/ObjStm"
WINDOW = 1024


class Trouble(Enum):
    NOT_PDF = "not_pdf"
    CUT_OFF = "cut_off"
    LOCKED = "locked"
    ACTIVE = "active"


def trouble_with(data: bytes) -> Trouble | None:
    """The first thing that speaks against keeping a PDF file."""
    if not data.startswith(HEADER):
        return Trouble.NOT_PDF
    if TRAILER not in data[-TRAILER_WITHIN:]:
        return Trouble.CUT_OFF
    plain = _without_escapes(data)
    if LOCKED.search(plain):
        return Trouble.LOCKED
    if ACTIVE.search(plain):
        return Trouble.ACTIVE
    return _trouble_inside(data)


def _trouble_inside(data: bytes) -> Trouble | None:
    left, streams = MOST_UNPACKED, MOST_STREAMS
    for found in STREAM.finditer(data):
        before = data[max(0, found.start() - WINDOW) : found.start()]
        if PACKED not in before and PACKED not in _without_escapes(before):
            continue
        unpacked = _unpack(data, found.end(), left)
        left, streams = left - len(unpacked), streams - 1
        if left <= 0 or streams <= 0 or ACTIVE.search(_without_escapes(unpacked)):
            return Trouble.ACTIVE
    return None


def _unpack(data: bytes, start: int, most: int) -> bytes:
    """What can be unpacked from there on; what is no stream is nothing.

    A piece at a time: the rest of a large file is not copied for each stream.
    """
    stream, found = zlib.decompressobj(), bytearray()
    try:
        while start < len(data) and not stream.eof and len(found) < most:
            found += stream.decompress(data[start : start + PIECE])
            start += PIECE
    except zlib.error:
        pass
    return bytes(found)


def _without_escapes(data: bytes) -> bytes:
    """`/J#61vaScript` is `/JavaScript`."""
    return ESCAPE.sub(lambda found: bytes([int(found[1], 16)]), data)
