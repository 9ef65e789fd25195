"""The parts of an envelope are its text, cut after messages alone."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds import xml_elements
from feeds.xml_envelope_parts import EnvelopeParts
from feeds.xml_tag_texts import NotPlainError

PIECES = st.sampled_from([b"<Message>", b"</Message>", b"<Mess", b"age>", b"</", b"x", b"<!-- </Message> -->", b"\n"])


@given(pieces=st.lists(PIECES), size=st.integers(1, 40))
def test_the_parts_together_are_the_text_and_end_with_messages(pieces, size):
    text = b"".join(pieces)
    with suppress(NotPlainError):
        parts = EnvelopeParts(text[start : start + size] for start in range(0, len(text), size))
        messages = list(parts.messages())
        assert b"".join([parts.head, *messages, parts.tail]) == text
        assert all(block.endswith(b"</Message>") for block in messages)
        assert b"<Message>" not in parts.head
        assert b"</Message>" not in parts.tail
        return
    assert b"<Message>" not in text


def test_what_never_ends_is_not_kept(monkeypatch):
    monkeypatch.setattr(xml_elements, "LONGEST_MESSAGE", 400)
    endless = (b"<Message>" + b"x" * 41 for _ in range(1000))
    with pytest.raises(NotPlainError):
        list(EnvelopeParts(endless).messages())
    with pytest.raises(NotPlainError):
        EnvelopeParts(b"x" * 50 for _ in range(1000))
    assert next(endless)
