"""Japanese for people: polite whole sentences, Japanese commas, no blank before a particle."""

import re

import pytest

from schemas.wording import event_words, list_words, messages_ja, notice_kinds, order_words
from schemas.wording.reason_texts import REASONS

POLITE = ("です", "ます", "ません", "ました", "ください", "でしたか")
DICTIONARY_FORM = re.compile(r"(?:[うくすつぬむるぐぶ]|ない)$")
JAPANESE = "\u3041-\u30ff\u3400-\u9fff"
LATIN_COMMA = re.compile(rf"[{JAPANESE})\]}}」], ?|, ?[{JAPANESE}{{「]")
BLANK_BEFORE_PARTICLE = re.compile(r" (?:から|まで|として|[がのにをはとでも])")
IN_BRACKETS = re.compile(r"\([^()]*\)")
FILLED_IN_BEHIND = re.compile(r":\{value\}→\{limit\}$")

SENTENCES = {
    **{f"{number} {place}": text for number, texts in messages_ja.CODES.items() for place, text in enumerate(texts)},
    **{
        f"{number} {reason} {place}": text
        for number, reasons in REASONS.items()
        for reason, texts in reasons.items()
        for place, text in enumerate(texts["ja"])
    },
    **{f"remedy of {kind}": remedy for kind, (_, remedy) in messages_ja.NON_FEED_FILES.items()},
    **{f"notice {notice.kind}": notice.ja for notice in notice_kinds.NOTICES},
    **{f"next {name}": wording.ja for name, wording in order_words.NEXT_STEPS.items()},
    **{f"pick list {name}": wording.ja for name, wording in order_words.PICK_LIST_ANSWERS.items()},
    "not actionable": order_words.NOT_ACTIONABLE.ja,
}
"""Texts that are whole sentences."""
WORDINGS = [
    *(wording for words in vars(order_words).values() if isinstance(words, dict) for wording in words.values()),
    *(wording for words in vars(event_words).values() if isinstance(words, dict) for wording in words.values()),
    *(wording for entry in event_words.EVENT_WORDS.values() for wording in (entry.request, entry.effect)),
    *(entry.without_units for entry in event_words.EVENT_WORDS.values() if entry.without_units),
    *vars(order_words).values(),
    *vars(event_words).values(),
    *list_words.REJECTION_STATES.values(),
    *vars(list_words).values(),
]
LABELS = {
    *(wording.ja for wording in WORDINGS if isinstance(wording, event_words.Wording)),
    *list_words.JAPANESE_HEADINGS.values(),
    *messages_ja.CAUSES.values(),
    *messages_ja.HELD_FOR.values(),
    *(kind for kind, _ in messages_ja.NON_FEED_FILES.values()),
} - set(SENTENCES.values())
"""Texts that are names, headings and short notes."""
EVERY = {*SENTENCES.values(), *LABELS, messages_ja.BY_POSITION}


def sentences(text):
    """The sentences of a text, without what stands in brackets or is filled in behind their end."""
    bare = FILLED_IN_BEHIND.sub("", IN_BRACKETS.sub("", text))
    return [sentence for sentence in bare.replace("{column}", "").split("。") if sentence]


@pytest.mark.parametrize("name", SENTENCES)
def test_every_sentence_ends_politely(name):
    assert [sentence for sentence in sentences(SENTENCES[name]) if not sentence.endswith(POLITE)] == []


def test_a_label_is_a_noun_or_a_polite_sentence():
    ends = {text: FILLED_IN_BEHIND.sub("", IN_BRACKETS.sub("", text)) for text in LABELS}
    assert [text for text, end in ends.items() if DICTIONARY_FORM.search(end) and not end.endswith(POLITE)] == []


def test_no_latin_comma_stands_in_japanese():
    assert [text for text in EVERY if LATIN_COMMA.search(text)] == []


def test_no_blank_stands_before_a_particle():
    assert [text for text in EVERY if BLANK_BEFORE_PARTICLE.search(text)] == []


def test_one_thing_has_one_word():
    assert [text for text in EVERY if "キャンセルファイル" in text or "不正な" in text or text == "不正"] == []


def test_a_record_is_never_called_a_line():
    about_files = [messages_ja.CODES[50001][1], messages_ja.CODES[70203][0]]
    assert [text for text in EVERY if "行目" in text and text not in about_files] == []
