"""Cells of every kind for property tests: sound ones, ones that are odd in one place, and any text."""

import hypothesis.strategies as st

from schemas.column_kinds import WIDE_BLANKS, ZERO_WIDTH
from schemas.columns import Kind

DAYS = st.dates().map(str)
CLOCKS = st.times().map(lambda at: at.replace(microsecond=0).isoformat())
OFFSETS = st.sampled_from(
    ["+09:00", "-08:00", "+00:00", "+0900", "Z", "", "+14:30", "+19:00", "+24:00", "+09:60", ",09:00"]
)
INSTANTS = st.builds("{}{}{}{}".format, DAYS, st.sampled_from("T t"), CLOCKS, OFFSETS)
YEARS = "(19|20|21|18|22)[0-9]{2}"
LIKE_INSTANTS = st.from_regex(
    rf"\A{YEARS}-[0-9]{{2}}-[0-9]{{2}}T[0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}}[+,-][0-9]{{2}}:[0-9]{{2}}\Z"
)
NUMBERS = st.one_of(
    st.integers(-(10**13), 10**13).map(str),
    st.integers(0, 2000).map(str),
    st.from_regex(r"\A0{0,4}[0-9]{1,13}(\.0{0,3})?\Z"),
)
SOUND = {
    Kind.TEXT: st.sampled_from(["abc", "見本 太郎", '1/2"', "１２－３", "ÅÄÖ", "𠮷野", "a" * 12, "東" * 10, "東" * 11]),
    Kind.ORDER_ID: st.from_regex(r"\A[0-9]{3}-[0-9]{7}-[0-9]{7}\Z"),
    Kind.ITEM_ID: st.from_regex(r"\A[0-9]{13,16}\Z"),
    Kind.COUNT: NUMBERS,
    Kind.YEN: NUMBERS,
    Kind.MOMENT: st.one_of(INSTANTS, LIKE_INSTANTS),
    Kind.DAY: st.one_of(DAYS, INSTANTS),
    Kind.DAY_OR_MOMENT: st.one_of(DAYS, INSTANTS, LIKE_INSTANTS),
    Kind.CHOICE: st.sampled_from(["Pending", "pending", "Canceled - by buyer", "Cancelled", "Lost"]),
    Kind.FLAG: st.sampled_from(["true", "false", "YES", "n", "1"]),
}
CONTROLS = "\x00\x1a\x1f\x7f\x80\x9f\u2028\u2029\ufffd"
NEAR_CONTROLS = "\ufffc\u2027\u202a\u3001"
ODD_PARTS = st.sampled_from([*" -+x_0９", "  ", "> / <", *CONTROLS, *NEAR_CONTROLS, *ZERO_WIDTH, *WIDE_BLANKS])


def cells_of(kind):
    """A cell of a kind: sound, with something odd at a place, blank, or any text."""
    odd = st.builds(_insert, SOUND[kind], ODD_PARTS, st.integers(0, 30))
    other = st.one_of(*SOUND.values())
    return st.one_of(SOUND[kind], SOUND[kind], odd, st.just(""), ODD_PARTS, other, st.text(max_size=24))


def _insert(text, part, place):
    """A text with a part put in at a place, or at its end."""
    return text[:place] + part + text[place:]
