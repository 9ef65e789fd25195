"""The catalogue of codes as Markdown. `python -m schemas.pages.codes_page` writes docs/codes.md; a test compares."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from schemas.codes import GROUPS, Code
from schemas.pages.markdown import table
from schemas.wording import messages_en, messages_ja
from schemas.wording.reason_texts import REASONS

PAGE = Path(__file__).parents[2] / "docs" / "codes.md"
HEADINGS = ("code", "name", "type", "step", "message", "advice", "メッセージ", "対処")
_INTRODUCTION = """\
# Codes

Every code that an answer to a feed can contain. This page is generated from the declarations that also write the
answers. The setting `language` chooses the language of the answers; numbers and names are the same in both.

- Fatal: nothing of the file was applied. Error: the record was not applied. Warning: it was, with something to look at.
  Info: for your information. In the answer, an Info is shown as Warning, and so is an Error about a record that was
  applied all the same.
- step: the section of [order-process.md](order-process.md) that has the rule.
- `{column}`, `{value}` and `{limit}` are filled in: the column, the value found, and the value expected.
  Buyer data is never filled in. After a slash comes the advice that is used if there is nothing to fill in.
"""
_FILLED_IN = """\
## Words that are filled in

In English these words are filled in as they are stored; in Japanese they are translated. `cause` in
canceled-orders.tsv is the English word in both languages.
"""


_REASONS = """\
## Texts by reason

Where a code has several reasons, an answer says the text of its reason; \\* is every reason that is not named.
"""


def codes_page(groups: Mapping[str, Iterable[Code]]) -> str:
    """A page about the codes given: a table a group, then the words that are filled in."""
    sections = [f"## {title}\n\n{table(HEADINGS, map(_cells, group))}" for title, group in groups.items()]
    words = table(
        ("stored, English", "日本語"), {**messages_ja.CAUSES, **messages_ja.HELD_FOR, **_non_feed_words()}.items()
    )
    reasons = table(("code", "reason", *HEADINGS[4:]), _reason_cells())
    return "\n".join([_INTRODUCTION, *sections, f"{_REASONS}\n{reasons}", f"{_FILLED_IN}\n{words}"])


def _reason_cells() -> Iterable[list[str]]:
    """A row for each text of a reason."""
    for number, reasons in REASONS.items():
        for reason, texts in reasons.items():
            yield [str(number), reason.replace("*", "\\*"), *texts["en"], *texts["ja"]]


def _non_feed_words() -> dict[str, str]:
    """Files that are no feeds: what they are, and what to do."""
    kinds = {kind: japanese for kind, (japanese, _) in messages_ja.NON_FEED_FILES.items()}
    remedies = {
        messages_en.NON_FEED_FILES[kind]: japanese for kind, (_, japanese) in messages_ja.NON_FEED_FILES.items()
    }
    return kinds | remedies


def _cells(code: Code) -> list[str]:
    texts = [text for language in ("en", "ja") for text in (code.message(language), _advice(code, language))]
    return [str(code.number), code.name, code.type, code.step, *texts]


def _advice(code: Code, language: str) -> str:
    return " / ".join(text for text in (code.advice(language), code.advice_without_values(language)) if text)


if __name__ == "__main__":
    PAGE.write_text(codes_page(GROUPS), encoding="utf-8", newline="\n")
