"""The answers to a pick list as a flat file."""

from zoneinfo import ZoneInfo

import pytest

from pipeline.cli.ship_check_text import ship_check_summary_text, ship_check_text
from pipeline.documents.localize import Localizer
from tests.support.order_answers import pick_list_document

ENGLISH, JAPANESE = (Localizer(language, ZoneInfo("Asia/Tokyo")) for language in ("en", "ja"))


def test_the_text_is_a_flat_file_and_a_cell_that_is_no_id_is_not_shown(stored_workspace):
    stored_workspace.put(**stored_workspace.order(1))
    document = pick_list_document(stored_workspace.root, 'order-id,x\n999-0000001-0000001,1\n"a\tb",2\n')
    rows = [row.split("\t") for row in ship_check_text(document, ENGLISH).split("\n")]
    assert rows[0] == ["line", "order-id", "order-item-id", "answer", "code", "reason"]
    assert rows[1] == ["2", "999-0000001-0000001", "", "ship", "", ""]
    assert rows[2][:2] == ["3", "…"]
    heading = ship_check_text(document, JAPANESE).split("\n")[0]
    assert heading.split("\t") == ["行", "注文番号", "注文商品番号", "判定", "コード", "理由"]


@pytest.mark.parametrize(
    ("lines", "codes", "english", "japanese"),
    [
        (
            [],
            {},
            "the list has no lines, so nothing was checked against run 9",
            "リストに行がないため、実行9の状態では何も確認していません",
        ),
        ([{}], {}, "1 line checked against run 9: all may ship", "実行9の状態で1行を確認しました。すべて出荷できます"),
        (
            [{}, {}],
            {"id-mangled": 1, "order-pending": 1},
            "2 lines checked against run 9: 2 may not ship (1 id-mangled, 1 order-pending)",
            "実行9の状態で2行を確認しました。2行は出荷できません(id-mangled 1件、order-pending 1件)",
        ),
    ],
)
def test_the_summary_says_how_many_lines_may_not_ship(lines, codes, english, japanese):
    document = {"run": 9, "lines": lines, "codes": codes, "may_not_ship": sum(codes.values())}
    assert ship_check_summary_text(document, ENGLISH) == english
    assert ship_check_summary_text(document, JAPANESE) == japanese
