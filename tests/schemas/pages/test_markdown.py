from schemas.pages.markdown import table


def test_a_table_is_its_headings_a_rule_and_its_rows():
    assert table(("a", "b"), [["1", "2"], ["3", ""]]) == "| a | b |\n| --- | --- |\n| 1 | 2 |\n| 3 |  |\n"


def test_a_bar_inside_a_cell_does_not_end_it():
    assert table(("a",), [["x|y"]]).splitlines()[-1] == "| x\\|y |"
