"""A block of plain XML as its elements in columns: the tags are found in its bytes, no tree is built.

A block is whole messages, one after the other, and ends with the tag of the last one. What is accepted here is well
formed: every character is one of XML, every tag is read, and each closes what was opened last.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pyarrow as pa

from feeds.xml_tag_texts import CLOSES, IS_EMPTY, OPENS, TagTexts, require

DEEPEST = 32
_LESS_THAN, _GREATER_THAN, _FIRST_PRINTABLE = ord("<"), ord(">"), ord(" ")
_BLANK_CONTROLS = (ord("\t"), ord("\r"))
_ENTITIES = (b"&amp;", b"&lt;", b"&gt;", b"&quot;", b"&apos;")
_NO_CHARACTERS = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")
"""U+FFFE and U+FFFF, which UTF-8 can write and XML does not know."""


@dataclass(frozen=True)
class BlockElements:
    """The elements of a block, ordered by depth and, in one depth, by place: those of depth d are levels[d - 1].

    Of each, name: the number of its name; tag: that of its start tag; parent: its position in this order, -1 at depth
    1; segment: that of the text after its start tag, of `segments`; is_leaf: whether it has no children; place: where
    it begins in the block. segments: the texts before, in and after all tags, the last one blank. line_ends: where the
    lines of the block end. has_entities: whether there is an `&`.
    """

    levels: list[slice]
    name: np.ndarray
    tag: np.ndarray
    parent: np.ndarray
    segment: np.ndarray
    is_leaf: np.ndarray
    place: np.ndarray
    segments: pa.LargeStringArray
    line_ends: np.ndarray
    has_entities: bool

    @property
    def blank(self) -> int:
        """The segment without text."""
        return len(self.segments) - 1


@dataclass(frozen=True)
class _Tags:
    """All tags of a block in order, an empty one as two: number, kind (OPENS or CLOSES), text after it, place."""

    number: np.ndarray
    kind: np.ndarray
    segment: np.ndarray
    place: np.ndarray


def block_elements(block: bytes, texts: TagTexts) -> BlockElements:
    """The elements of a block; texts: those of its tags that are known, to which new ones are added.

    Raises NotPlainError.
    """
    raw = np.frombuffer(block, np.uint8)
    line_ends = np.flatnonzero(raw == ord("\n"))
    has_entities = _check_characters(block, raw, len(line_ends))
    begins = np.flatnonzero(raw == _LESS_THAN)
    ends = np.flatnonzero(raw == _GREATER_THAN)
    require(len(begins) == len(ends) and (begins < ends).all() and (ends[:-1] < begins[1:]).all())
    segments = _segments(block, begins, ends)
    numbers = texts.numbers(block, begins + 1, ends)
    tags = _apart(numbers, texts.kinds[numbers], begins, len(segments) - 1)
    depth = _depths(tags.kind)
    opening, is_leaf = _pairs(tags, depth, texts)
    levels = _levels(depth[opening])
    return BlockElements(
        levels=levels,
        name=texts.name_of_tag[tags.number[opening]],
        tag=tags.number[opening],
        parent=_parents(depth, tags.kind, opening, levels),
        segment=tags.segment[opening],
        is_leaf=is_leaf,
        place=tags.place[opening],
        segments=segments,
        line_ends=line_ends,
        has_entities=has_entities,
    )


def _check_characters(block: bytes, raw: np.ndarray, lines: int) -> bool:
    """Leave out what XML does not know or what is no letter of a text; whether there are entities, of XML's five.

    UTF-8 was checked before. lines: how many line ends there are.
    """
    controls = int(np.count_nonzero(raw < _FIRST_PRINTABLE))
    if controls != lines:
        require(controls == lines + sum(int(np.count_nonzero(raw == blank)) for blank in _BLANK_CONTROLS))
    high = np.flatnonzero(raw[:-2] == _NO_CHARACTERS[0][0])
    if (raw[high + 1] == _NO_CHARACTERS[0][1]).any():
        require(not any(letter in block for letter in _NO_CHARACTERS))
    has_entities = b"&" in block
    if has_entities:
        require(block.count(b"&") == sum(map(block.count, _ENTITIES)))
    return has_entities


def _segments(block: bytes, begins: np.ndarray, ends: np.ndarray) -> pa.LargeStringArray:
    """The block cut before and after every tag: tag k is segment 2k + 1, the text after it 2k + 2."""
    offsets = np.empty(2 * len(begins) + 2, np.int64)
    offsets[0] = 0
    offsets[1:-1:2] = begins
    offsets[2::2] = ends + 1
    offsets[-1] = len(block)
    return pa.LargeStringArray.from_buffers(len(offsets) - 1, pa.py_buffer(offsets), pa.py_buffer(block))


def _apart(numbers: np.ndarray, kinds: np.ndarray, begins: np.ndarray, blank: int) -> _Tags:
    """The tags with each empty one as the two that it means, with no text between them."""
    segments = 2 * np.arange(len(numbers)) + 2
    if (kinds != IS_EMPTY).all():
        return _Tags(numbers, kinds, segments, begins)
    source = np.repeat(np.arange(len(numbers)), np.where(kinds == IS_EMPTY, 2, 1))
    is_second = np.r_[False, source[1:] == source[:-1]]
    is_empty = kinds[source] == IS_EMPTY
    kind = np.where(is_second, CLOSES, np.where(is_empty, OPENS, kinds[source])).astype(np.int8)
    return _Tags(numbers[source], kind, np.where(is_empty, blank, segments[source]), begins[source])


def _depths(kind: np.ndarray) -> np.ndarray:
    """The depth of the element that each tag opens or closes, from 1 on."""
    depth = np.cumsum(kind, dtype=np.int32)
    require(len(depth) and depth[-1] == 0)
    depth += kind == CLOSES
    require(depth.min() == 1 and depth.max() <= DEEPEST)
    return depth.astype(np.uint8)


def _pairs(tags: _Tags, depth: np.ndarray, texts: TagTexts) -> tuple[np.ndarray, np.ndarray]:
    """The start tag of each element, and whether its end tag is the next tag."""
    # In one depth tags that open and tags that close take turns: between two that open at a depth, the first has to
    # be closed. So in a stable order by depth each element is a pair of neighbours, and only the names may differ.
    order = np.argsort(depth, kind="stable")
    opening, closing = order[::2], order[1::2]
    require((tags.kind[opening] == OPENS).all() and (tags.kind[closing] == CLOSES).all())
    require((texts.name_of_tag[tags.number[opening]] == texts.name_of_tag[tags.number[closing]]).all())
    return opening, closing == opening + 1


def _levels(depth: np.ndarray) -> list[slice]:
    """Where the elements of each depth are; depth: that of every element, in order."""
    bounds = np.searchsorted(depth, np.arange(1, depth[-1] + 2)).tolist()
    return [slice(start, stop) for start, stop in pairwise(bounds)]


def _parents(depth: np.ndarray, kind: np.ndarray, opening: np.ndarray, levels: list[slice]) -> np.ndarray:
    """The parent of each element: of the elements one depth above, the last that was opened before it.

    depth, kind: of every tag; opening: the start tag of each element.
    """
    parents = np.full(len(opening), -1, np.int32)
    opened_depth = np.where(kind == OPENS, depth, 0)
    for above, (outer, level) in enumerate(pairwise(levels), 1):
        opened = np.cumsum(opened_depth == above, dtype=np.int32)
        parents[level] = opened[opening[level]] - 1 + outer.start
    return parents
