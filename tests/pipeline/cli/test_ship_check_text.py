"""The answers to a pick list as a flat file."""

from pipeline.cli.ship_check_text import ship_check_text
from tests.support.order_answers import pick_list_document


def test_the_text_is_a_flat_file_and_a_tab_in_a_cell_is_a_blank(stored_workspace):
    stored_workspace.put(**stored_workspace.order(1))
    document = pick_list_document(stored_workspace.root, 'order-id,x\n999-0000001-0000001,1\n"a\tb",2\n')
    rows = [row.split("\t") for row in ship_check_text(document).split("\n")]
    assert rows[0] == ["line", "order-id", "order-item-id", "answer", "code", "reason"]
    assert rows[1] == ["2", "999-0000001-0000001", "", "ship", "", ""]
    assert rows[2][:2] == ["3", "a b"]
