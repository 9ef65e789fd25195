"""Every text of a tag has its number, which no other text has; what is no plain tag has none."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.xml_tag_texts import CLOSES, IS_EMPTY, LONGEST_TAG, MOST_TEXTS, OPENS, NotPlainError, TagTexts

NAMES = st.text("abAB", min_size=1, max_size=40)
LIKE_TAGS = (
    *("", "/", "a/b", "/a/", "1a", "a:b", "é", "a b", "a b=c", 'a b="&"', 'a b="1"b="2"', 'a b="1" b="2"'),
    *('a xmlns="u"', "a b=\"1'", "?a", "!a", "!--a--", " a", "/ a", '/a b="1"', "a/ ", "a" * (LONGEST_TAG + 1)),
)


def numbers_of(texts, tags):
    """The numbers of tags that follow one another."""
    block = b"".join(b"<%s>" % tag for tag in [*tags, b"/Message"])
    ends = np.array([place for place, byte in enumerate(block) if byte == ord(">")])
    begins = np.array([place for place, byte in enumerate(block) if byte == ord("<")])
    return texts.numbers(block, begins + 1, ends)[:-1].tolist()


@given(st.lists(st.tuples(st.sampled_from(["{}", "/{}", "{}/", '{} a="1"', "{} "]), NAMES)))
def test_a_number_stands_for_one_text(parts):
    tags = [form.format(name).encode() for form, name in parts]
    texts = TagTexts()
    try:
        numbers = numbers_of(texts, tags)
    except NotPlainError:
        # Longer texts that differ in their middle alone are not told apart.
        ends = {(tag[:8], tag[-8:], len(tag)) for tag in tags}
        assert len(ends) < len(set(tags))
    else:
        assert [texts.texts[number] for number in numbers] == tags


@pytest.mark.parametrize("tag", LIKE_TAGS)
def test_what_is_no_plain_tag_has_no_number_and_leaves_the_others_as_they_are(tag):
    texts = TagTexts()
    numbers = numbers_of(texts, [b"a", b"/a"])
    with pytest.raises(NotPlainError):
        numbers_of(texts, [b"b", tag.encode()])
    assert numbers_of(texts, [b"a", b"/a"]) == numbers


def test_a_tag_says_what_it_does():
    texts = TagTexts()
    numbers = numbers_of(texts, [b"Amount currency='JPY' a=\"1\"", b"/Amount ", b"Item/"])
    tags = [texts.tags[number] for number in numbers]
    assert [(tag.name, tag.kind) for tag in tags] == [("Amount", OPENS), ("Amount", CLOSES), ("Item", IS_EMPTY)]
    assert tags[0].attributes == {"currency": "JPY", "a": "1"}


def test_a_feed_in_which_every_tag_is_another_is_not_plain():
    with pytest.raises(NotPlainError):
        numbers_of(TagTexts(), [b"a%d" % number for number in range(MOST_TEXTS + 1)])
