"""The answers to a pick list, counted."""

from tests.support.order_answers import pick_list_document


def test_the_document_counts_the_lines_that_may_not_ship(stored_workspace):
    stored_workspace.put(**stored_workspace.order(1))
    document = pick_list_document(stored_workspace.root, 'order-id,x\n999-0000001-0000001,1\n"a\tb",2\n')
    assert (document["version"], document["run"], document["exit_code"], document["may_not_ship"]) == (1, 1, 3, 1)
    assert document["codes"] == {"id-mangled": 1}
    assert document["lines"][0] == {
        "line": 2,
        "order_id": "999-0000001-0000001",
        "order_item_id": "",
        "answer": "ship",
        "code": "",
        "reason": "",
    }


def test_a_list_of_lines_that_may_ship_needs_nobody(stored_workspace):
    stored_workspace.put(**stored_workspace.order(1))
    document = pick_list_document(stored_workspace.root, "order-id\n999-0000001-0000001\n")
    assert (document["exit_code"], document["may_not_ship"], document["codes"]) == (0, 0, {})
