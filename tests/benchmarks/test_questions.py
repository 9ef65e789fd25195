"""The questions of the benchmarks are asked of a workspace as a night finds it, and each has its line."""

import json
from types import SimpleNamespace

from benchmarks import questions
from benchmarks.measure import CommandResult, Cost

ORDERS = [f"999-0000001-{number:07}" for number in range(1, 11)]


def test_every_question_is_asked_of_open_orders_and_has_its_line(tmp_path, monkeypatch):
    asked = []

    def command(*words):
        asked.append(words[1:])
        document = json.dumps({"orders": [{"order_id": order_id} for order_id in ORDERS]})
        return CommandResult(Cost(2.0, 1.0, 10**8), 0, document, "")

    (tmp_path / "before").mkdir()
    monkeypatch.setattr(questions, "known", lambda *_: SimpleNamespace(workspace=tmp_path / "before"))
    monkeypatch.setattr(questions.measure, "command", command)
    table, notes = questions.lines("small", tmp_path, None)
    assert len(table) == 7
    assert len(asked) == 1 + questions.ROUNDS * len(table)
    assert all(words[-2:] == ("-w", tmp_path / "workspace") for words in asked)
    assert {words[2] for words in asked if words[:2] == ("orders", "show")} == {ORDERS[0]}
    assert (tmp_path / "picks.tsv").read_text().splitlines() == ["order-id", *ORDERS]
    assert len((tmp_path / "cancel.tsv").read_text().splitlines()) == 11
    assert [line.missed for line in table if line.goal] == [True, False, False, False]
    assert (table[0].what, notes) == ("question: status, 10,000 orders known", [])
