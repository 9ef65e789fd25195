"""A large file of CP932 that is proven while it is read gives what a look at all of it before the first row gives."""

from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import hypothesis.strategies as st
import pandas as pd
import pytest
from hypothesis import example, given, settings

import feeds
from feeds import decode, late_proof, line_pieces, recognise
from tests.support.feed_forms import flat_file
from tests.support.good_rows import good_row
from tests.support.read_feeds import TOKYO

HEAD = "order-id\tship-date\tcarrier-code\tship-method\tmemo\tseller-id\n"
GOOD = "999-0000001-{:07}\t2026-10-06\tYAMATO\t宅急便\t伝言ｱ\t\n"
PLAIN = "999-0000001-{:07}\t2026-10-06\tYAMATO\tair\t\t\n"
FEW = [GOOD.format(number) for number in range(1, 13)]
DAMAGES = st.lists(
    st.tuples(st.integers(200, 1400), st.sampled_from([b"\x81", b"\x80", b"\xff", b"\x85\x41", b'\x81"', b"\x81\t"])),
    max_size=4,
)


@contextmanager
def small_sizes(size, *, late, frame=1):
    """Files of a few lines count as large ones, and are read a few bytes at a time."""
    raw_blocks = decode.DecodedText.raw_blocks
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(line_pieces, "BYTES_OF_FRAME", frame)
        patch.setattr(recognise, "SAMPLE_LINES", 0)
        patch.setattr(late_proof, "FIRST_LOOK", 500)
        patch.setattr(late_proof, "SURPLUS", 200)
        patch.setattr(
            decode.DecodedText,
            "raw_blocks",
            lambda text, most, codec=None: raw_blocks(text, min(size, most), codec),
        )
        if not late:
            patch.setattr(decode, "can_wait", lambda *_: False)
        yield


def read(content, *, late, size=100, frame=1, **options):
    with TemporaryDirectory() as folder, small_sizes(size, late=late, frame=frame):
        path = Path(folder, "feed")
        path.write_bytes(content)
        return feeds.read(path, zone=TOKYO, **options)


def same_in_both_ways(content, size=100, **options):
    """The feed, read in both ways with the same result."""
    late, early = (read(content, late=is_late, size=size, **options) for is_late in (True, False))
    for name in ("encoding", "form", "refused", "records", "repairable", "table"):
        assert getattr(late, name) == getattr(early, name)
    for name in ("text", "typed", "problems"):
        pd.testing.assert_frame_equal(getattr(late, name), getattr(early, name))
    return late


def with_damage(text, damages):
    raw = text.encode("cp932")
    for place, by in damages:
        raw = raw[:place] + by + raw[place:]
    return raw


def can_wait(tmp_path, content):
    path = tmp_path / "feed"
    path.write_bytes(content)
    with small_sizes(100, late=True):
        return late_proof.can_wait(path, recognise.HEAD_LINES)


@settings(max_examples=20)
@given(
    lines=st.lists(st.sampled_from([GOOD, PLAIN, '"a\tb"\n', "\n", "short\tｱ\n"]), max_size=12),
    damages=DAMAGES,
    size=st.sampled_from([20, 97, 200]),
    frame=st.sampled_from([1, 150, 5000]),
)
@example(lines=[PLAIN] * 12, damages=[(900, b"\x81")], size=97, frame=5000)
@example(lines=[GOOD] * 12, damages=[(900, b"\x81"), (1100, b"\x81")], size=40, frame=1)
def test_any_damage_is_read_as_by_a_look_at_all_before(lines, damages, size, frame):
    text = HEAD + "".join(FEW[:7]) + "".join(line.format(20 + place) for place, line in enumerate(lines))
    same_in_both_ways(with_damage(text, damages), size, frame=frame)


def test_the_beginning_of_a_large_file_is_enough(tmp_path):
    assert can_wait(tmp_path, (HEAD + "".join(FEW)).encode("cp932"))


def test_a_large_sound_file_is_not_looked_at_before_it_is_read(monkeypatch):
    asked = []
    monkeypatch.setattr(decode, "fits", lambda _, codec: asked.append(codec) or (False, False))
    monkeypatch.setattr(late_proof, "fits", lambda *_: pytest.fail("all of the file was looked at"))
    feed = read((HEAD + "".join(FEW)).encode("cp932"), late=True)
    assert (feed.records, feed.refused, asked) == (12, False, ["utf-8"])


@pytest.mark.parametrize(
    "content",
    [
        (HEAD + "".join(FEW)).encode("cp932")[:500],
        with_damage(HEAD + "".join(FEW), [(300, b"\x80")]),
        (HEAD + PLAIN.format(99) * 9 + "".join(FEW)).encode("cp932"),
        (HEAD + GOOD.format(1).replace("宅急便", "ｱ").replace("伝言ｱ", "") * 9).encode("cp932"),
        HEAD.encode() + ("memo" * 200 + "宅急便\n").encode("cp932") * 12,
        (HEAD + "".join(FEW)).replace("\n", "\r").encode("cp932"),
    ],
    ids=["all of it", "damage", "ASCII", "may be damaged UTF-8", "long lines", "no LF"],
)
def test_any_other_file_is_looked_at_before_it_is_read(tmp_path, content):
    assert not can_wait(tmp_path, content)


def test_a_row_with_damage_is_refused_alone_and_the_others_stand():
    whole = GOOD.format(9).encode("cp932")
    text = (HEAD + "".join(FEW)).encode("cp932")
    feed = same_in_both_ways(text.replace(whole, whole.replace(b"\x95\xd6", b"\x95")))
    assert (feed.encoding, feed.records) == ("cp932", 12)
    assert feed.problems.loc[feed.problems["code"] == 70109, ["record", "column"]].to_numpy().tolist() == [
        [9, "ship-method"]
    ]


def test_damage_in_a_column_that_nobody_uses_refuses_its_row():
    text = (HEAD + "".join(FEW)).encode("cp932")
    feed = same_in_both_ways(text[:-2] + b"\x81" + text[-2:])
    assert feed.problems["code"].tolist().count(70109) == 1


@pytest.mark.parametrize("late_line", ["\t" * 9 + "\n", "999-0000001-0000001\t\t\t\t\tOTHER\n"])
def test_a_file_that_is_refused_for_more_says_first_that_it_cannot_be_read(late_line):
    text = HEAD + "".join(FEW) + late_line
    content = text.encode("cp932") + b"\x81 \x81\t\x81\n"
    feed = same_in_both_ways(content, seller="OURS")
    assert (feed.refused, feed.encoding, feed.problems["code"].tolist()) == (True, "", [70203])
    assert same_in_both_ways(text.encode("cp932"), seller="OURS").refused == ("OTHER" in late_line)


def test_a_file_of_unknown_headings_says_first_that_it_cannot_be_read():
    text = (HEAD + "".join(FEW)).replace("order-id", "any").encode("cp932")
    assert same_in_both_ways(text).problems["code"].tolist() != [70203]
    assert same_in_both_ways(text + b"\x81 \x81\n").problems["code"].tolist() == [70203]


@pytest.mark.parametrize("repair", [False, True])
def test_quotes_of_a_spreadsheet_are_found_and_taken_off(repair):
    rows = [good_row("orders") | {"order-item-id": f"{number:014}", "product-name": '品 "名"'} for number in range(20)]
    text = flat_file(rows).replace('品 "名"', '"品 ""名"""')
    feed = same_in_both_ways(text.encode("cp932"), repair=repair)
    assert not feed.refused
    assert same_in_both_ways(text.encode("cp932") + b'\x81" \x81\n', repair=repair).refused
