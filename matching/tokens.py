"""Text → token ids of the encoder."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Protocol

from tokenizers import Tokenizer, models, pre_tokenizers

from matching.weights_blob import Pieces

METASPACE = "\u2581"
# Controls, soft hyphen, steering of direction, halves of pairs: they mean nothing to
# the encoder, and its own map does not know them all.
INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u061c\u200e\u200f\u202a-\u202e\u2060-\u2069"
    "\ud800-\udfff]"
)
SPACES = re.compile(" {2,}")
# No piece is longer than 16 characters: what lies behind so many cannot matter.
LONGEST_PIECE = 16


class Tokens(Protocol):
    """How an encoder cuts text; ids come without begin and end."""

    def ids(self, texts: Sequence[str]) -> list[list[int]]: ...


def visible(text: str) -> str:
    """Composed, and without characters that nobody sees."""
    return unicodedata.normalize("NFC", INVISIBLE.sub("", text))


class PieceTokens:
    """The exact Unigram tokenizer, rebuilt from the pieces of the blob."""

    def __init__(self, pieces: Pieces) -> None:
        vocabulary = list(zip(pieces.texts, pieces.scores.tolist(), strict=True))
        model = models.Unigram(vocabulary, unk_id=pieces.unknown, byte_fallback=False)
        self._tokenizer = Tokenizer(model)
        self._tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(
            replacement=METASPACE, prepend_scheme="always"
        )
        self._replacements = pieces.replacements

    def ids(self, texts: Sequence[str]) -> list[list[int]]:
        prepared = [self._normalised(text) for text in texts]
        encodings = self._tokenizer.encode_batch(prepared, add_special_tokens=False)
        return [encoding.ids for encoding in encodings]

    def _normalised(self, text: str) -> str:
        return SPACES.sub(" ", visible(text).translate(self._replacements)).strip()


class FileTokens:
    """The tokenizer of an operator's own model, from its `tokenizer.json`."""

    def __init__(self, path: str) -> None:
        self._tokenizer = Tokenizer.from_file(path)
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        # What the file itself puts around a text, e.g. <s> and </s>.
        self.before, self.after = self._specials()

    def ids(self, texts: Sequence[str]) -> list[list[int]]:
        encodings = self._tokenizer.encode_batch(
            [visible(text) for text in texts], add_special_tokens=False
        )
        return [encoding.ids for encoding in encodings]

    def _specials(self) -> tuple[list[int], list[int]]:
        plain = self._tokenizer.encode("a", add_special_tokens=False).ids
        whole = self._tokenizer.encode("a").ids
        for start in range(len(whole) - len(plain) + 1):
            if whole[start : start + len(plain)] == plain:
                return whole[:start], whole[start + len(plain) :]
        return [], []
