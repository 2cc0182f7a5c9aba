"""WordPiece: words are cut into the longest pieces that a vocabulary knows."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

UNKNOWN, START, END, PAD = "[UNK]", "[CLS]", "[SEP]", "[PAD]"
LONGEST_WORD = 100  # characters; the original gives up on longer ones


class WordPiece:
    """The tokenizer of BERT, for small letters (Devlin et al., NAACL 2019, section 3).

    Args:
        tokens: The vocabulary in its order. A piece that goes on within a word begins with ``##``.
    """

    def __init__(self, tokens: Iterable[str]) -> None:
        self.tokens = list(tokens)
        self._ids = {token: i for i, token in enumerate(self.tokens)}

    def split(self, text: str) -> list[str]:
        """Return the pieces of a text, with ``[CLS]`` before and ``[SEP]`` after."""
        return [START, *(piece for word in _words(text) for piece in self._pieces(word)), END]

    def encode(self, text: str) -> list[int]:
        """Return the numbers of the pieces that ``split`` makes."""
        return [self._ids[piece] for piece in self.split(text)]

    def _pieces(self, word: str) -> list[str]:
        """Take the longest known piece from the front, and again; [UNK] if a rest is unknown."""
        pieces, start = [], 0
        while start < len(word) <= LONGEST_WORD:
            for end in range(len(word), start, -1):
                piece = ("##" if start else "") + word[start:end]
                if piece in self._ids:
                    pieces.append(piece)
                    start = end
                    break
            else:
                return [UNKNOWN]
        return pieces or [UNKNOWN]


def _words(text: str) -> Iterator[str]:
    """Yield words in small letters without accents; each punctuation mark is a word."""
    word = ""
    for character in unicodedata.normalize("NFD", text.lower()):
        category = unicodedata.category(character)
        if category in ("Mn", "Cc", "Cf") and not character.isspace():
            continue  # an accent, a control character
        if character.isspace() or _stands_alone(character):
            if word:
                yield word
            word = ""
            if not character.isspace():
                yield character
        else:
            word += character
    if word:
        yield word


def _stands_alone(character: str) -> bool:
    """Tell whether it is punctuation, an ASCII symbol or a Chinese character."""
    ascii_symbol = character.isascii() and not character.isalnum()
    chinese = "CJK" in unicodedata.name(character, "") and character.isalpha()
    return ascii_symbol or unicodedata.category(character)[0] == "P" or chinese
