"""The tags of plain XML by number: there are few texts between `<` and `>`, and they come again and again.

What is not plain is left to the reader that builds elements (feeds.xml_elements).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

OPENS, CLOSES, IS_EMPTY = 1, -1, 0
MOST_TEXTS = 256
LONGEST_TAG = 64
_LEARNED_AT_ONCE = 2000
_WORD = 8
_Keys = tuple[np.ndarray, np.ndarray, np.ndarray]
"""Three numbers of 64 bits for each tag."""
_SLOT_BITS = 16
_FACTORS = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9)
_SPREADERS = tuple(0xD6E8FEB86659FD93 + 2 * step * 0x9E3779B1 for step in range(64))
_MASKS = np.array([(1 << 8 * size) - 1 for size in range(_WORD + 1)], np.uint64)
"""Which bits of a word belong to a text of so many bytes."""
_TAG = re.compile(
    rb"(?P<closes>/?)(?P<name>[A-Za-z_][A-Za-z0-9_.-]*)"
    rb"(?P<attributes>(?:[ \t\r\n]+[A-Za-z_][A-Za-z0-9_.-]*=(?:\"[\w.:/+-]*\"|'[\w.:/+-]*'))*)[ \t\r\n]*(?P<empty>/?)"
)
_ATTRIBUTE = re.compile(rb"([A-Za-z0-9_.-]+)=[\"']([^\"']*)[\"']")


class NotPlainError(Exception):
    """Something that only the reader of elements understands."""


def require(is_plain: object) -> None:
    """Raise NotPlainError unless it is plain."""
    if not is_plain:
        raise NotPlainError


@dataclass(frozen=True, slots=True)
class Tag:
    """What a tag says: its element's name, its attributes, and whether it opens or closes it, or both (IS_EMPTY)."""

    name: str
    kind: int
    attributes: dict[str, str]


class TagTexts:
    """The texts of tags that a feed has so far, each with a number from 0 on; the names of elements likewise."""

    def __init__(self) -> None:
        self.texts: list[bytes] = []
        self.tags: list[Tag] = []
        self.names: list[str] = []
        self.kinds = np.zeros(0, np.int8)
        self.name_of_tag = np.zeros(0, np.int16)
        self._keys: _Keys = (np.zeros(0, np.uint64),) * 3
        self._slots = np.zeros(0, np.int16)
        self._spreader = _SPREADERS[0]

    def numbers(self, block: bytes, starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
        """The number of each tag; starts, ends: where its text begins and ends. The block ends with a long tag.

        Raises NotPlainError.
        """
        keys = _tag_keys(block, starts, ends)
        numbers = self._find(keys)
        while len(unknown := np.flatnonzero(numbers < 0)):
            few = unknown[:_LEARNED_AT_ONCE]
            require((ends[few] - starts[few] <= LONGEST_TAG).all())
            self._learn({block[start:end] for start, end in zip(starts[few], ends[few], strict=True)})
            numbers = self._find(keys)
        self._check_middles(block, starts, ends - starts, numbers)
        return numbers

    def _find(self, keys: _Keys) -> np.ndarray:
        """The number of each key, -1 for one that is not known."""
        if not self.tags:
            return np.full(len(keys[0]), -1, np.int16)
        numbers = self._slots[_slots_of(keys, self._spreader)]
        is_known = numbers >= 0
        for known, key in zip(self._keys, keys, strict=True):
            is_known &= known[numbers] == key
        return np.where(is_known, numbers, np.int16(-1))

    def _learn(self, texts: set[bytes]) -> None:
        """Give numbers to texts that are not known; where one is not plain, to none."""
        known = [*self.texts, *sorted(texts)]
        require(len(known) <= MOST_TEXTS)
        tags = [*self.tags, *map(_read_tag, known[len(self.texts) :])]
        first, last, sizes = zip(*map(_keys_of_text, known), strict=True)
        keys = np.concatenate(first), np.concatenate(last), np.concatenate(sizes)
        self._slots, self._spreader = _slot_table(keys)
        self.texts, self.tags, self._keys = known, tags, keys
        self.names = list(dict.fromkeys(tag.name for tag in tags))
        self.kinds = np.array([tag.kind for tag in tags], np.int8)
        self.name_of_tag = np.array([self.names.index(tag.name) for tag in tags], np.int16)

    def _check_middles(self, block: bytes, starts: np.ndarray, sizes: np.ndarray, numbers: np.ndarray) -> None:
        """Compare what the keys of longer tags leave out: all but their first and last bytes."""
        words = _words(block)
        for offset in range(_WORD, LONGEST_TAG, _WORD):
            # A word at this offset is wholly inside a text that is longer than it and its last word together cover.
            longer = np.flatnonzero(sizes > offset + _WORD)
            if not len(longer):
                return
            padded = [text[offset : offset + _WORD].ljust(_WORD, b"\0") for text in self.texts]
            known = np.frombuffer(b"".join(padded), "<u8")
            require((words[starts[longer] + offset] == known[numbers[longer]]).all())


def _words(block: bytes) -> np.ndarray:
    """The eight bytes from each place of a block on, as one number each; nothing is copied."""
    return np.ndarray((len(block) - _WORD + 1,), "<u8", block, strides=(1,))


def _tag_keys(block: bytes, starts: np.ndarray, ends: np.ndarray) -> _Keys:
    """Of each tag its first and its last eight bytes, and its length."""
    words = _words(block)
    sizes = ends - starts
    masks = _MASKS[np.minimum(sizes, _WORD)]
    last_starts = np.maximum(starts, ends - _WORD)
    return words[starts] & masks, words[last_starts] & masks, sizes.view(np.uint64)


def _keys_of_text(text: bytes) -> _Keys:
    padded = text + b"\0" * _WORD
    return _tag_keys(padded, np.array([0]), np.array([len(text)]))


def _slots_of(keys: _Keys, spreader: int) -> np.ndarray:
    """Where in the table of numbers each key has its place: products wrap, and the upper bits are well mixed."""
    mixed = keys[0] * np.uint64(_FACTORS[0])
    mixed ^= keys[1] * np.uint64(_FACTORS[1])
    mixed ^= keys[2] * np.uint64(_FACTORS[2])
    return (mixed * np.uint64(spreader & (1 << 64) - 1)) >> np.uint64(64 - _SLOT_BITS)


def _slot_table(keys: _Keys) -> tuple[np.ndarray, int]:
    """A table in which every key has a place of its own, and how the keys are spread over it."""
    for spreader in _SPREADERS:
        slots = _slots_of(keys, spreader)
        if len(set(slots.tolist())) == len(slots):
            table = np.full(1 << _SLOT_BITS, -1, np.int16)
            table[slots] = np.arange(len(slots))
            return table, spreader
    raise NotPlainError


def _read_tag(text: bytes) -> Tag:
    """A tag of ASCII letters without a namespace, whose attributes have plain values. Raises NotPlainError."""
    match = _TAG.fullmatch(text)
    if match is None:
        raise NotPlainError
    attributes = [(name.decode(), value.decode()) for name, value in _ATTRIBUTE.findall(match["attributes"])]
    is_end = bool(match["closes"])
    names = {name for name, _ in attributes}
    require(len(names) == len(attributes) and "xmlns" not in names)
    require(not is_end or not (attributes or match["empty"]))
    kind = CLOSES if is_end else IS_EMPTY if match["empty"] else OPENS
    return Tag(match["name"].decode(), kind, dict(attributes))
