import numpy as np
import pandas as pd
import pytest

from schemas import word_memory
from schemas.word_memory import is_where, read_words


@pytest.fixture(autouse=True)
def _empty_memory(monkeypatch):
    monkeypatch.setattr(word_memory, "_MEMORY", {})


class Reader:
    """Lengths of words, and every word that it was asked for."""

    def __init__(self):
        self.asked = []

    def __call__(self, words):
        self.asked += words.tolist()
        return words.str.upper(), words.str.len().to_numpy(np.int64)


def read(reader, *texts):
    values, numbers, is_same = read_words("key", pd.Series(texts, dtype="str"), reader)
    return values.tolist(), numbers.tolist(), is_same


def test_a_word_is_read_once_and_answered_again():
    reader = Reader()
    assert read(reader, "a", "bcd") == (["A", "BCD"], [1, 3], False)
    assert read(reader, "EF", "bcd") == (["EF", "BCD"], [2, 3], False)
    assert read(reader, "EF") == (["EF"], [2], True)
    assert reader.asked == ["a", "bcd", "EF"]


def test_each_key_has_a_memory_of_its_own():
    words = pd.Series(["a"], dtype="str")
    read_words("one", words, lambda texts: (texts, np.array([1])))
    _, numbers, _ = read_words("two", words, lambda texts: (texts, np.array([2])))
    assert numbers.tolist() == [2]


def test_a_memory_with_many_words_is_begun_anew(monkeypatch):
    monkeypatch.setattr(word_memory, "_MOST_WORDS", 3)
    reader = Reader()
    read(reader, "a", "b")
    assert read(reader, "c", "d") == (["C", "D"], [1, 1], False)
    assert read(reader, "a", "d") == (["A", "D"], [1, 1], False)
    assert reader.asked == ["a", "b", "c", "d", "a", "d"]


def test_a_column_of_many_words_is_not_remembered(monkeypatch):
    monkeypatch.setattr(word_memory, "_MOST_WORDS", 1)
    reader = Reader()
    assert read(reader, "a", "b") == (["A", "B"], [1, 1], False)
    assert read(reader, "a", "b") == (["A", "B"], [1, 1], False)
    assert reader.asked == ["a", "b", "a", "b"]


def test_the_number_of_memories_is_bounded(monkeypatch):
    monkeypatch.setattr(word_memory, "_MOST_READERS", 2)
    for key in range(5):
        read_words(key, pd.Series(["a"], dtype="str"), Reader())
    assert len(word_memory._MEMORY) <= 2


def test_a_condition_is_asked_of_each_text_once():
    asked = []

    def is_short(texts):
        asked.extend(texts)
        return texts.str.len() < 2

    cells = pd.Series(["a", "bb", "a", "", "bb"], dtype="str")
    assert is_where(cells, is_short).tolist() == [True, False, True, True, False]
    assert asked == ["a", "bb", ""]
