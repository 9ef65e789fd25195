from schemas.codes import CODES, GROUPS, ORDER_CANCELED, VALUE_MISSING, Code
from schemas.pages import codes_page
from schemas.wording.reason_texts import REASONS


def table_rows(page):
    lines = [line for line in page.splitlines() if line.startswith("| ")]
    return [line.strip("| ").split(" | ") for line in lines if line[2:3].isdigit()]


def test_the_page_of_codes_says_what_the_declarations_say():
    assert codes_page.PAGE.read_text("utf-8") == codes_page.codes_page(GROUPS), "python -m schemas.pages.codes_page"


def test_every_code_is_one_row_with_its_number_name_type_step_and_texts_in_both_languages():
    page, _, reasons = codes_page.codes_page(GROUPS).partition("## Texts by reason")
    assert len(table_rows(reasons)) == sum(map(len, REASONS.values()))
    rows = table_rows(page)
    assert sorted(int(row[0]) for row in rows) == sorted(CODES)
    assert {len(row) for row in rows} == {len(codes_page.HEADINGS)}
    for number, name, type_, step, *texts in rows:
        code = CODES[int(number)]
        assert (name, type_, step) == (code.name, code.type, code.step)
        assert texts[::2] == [code.message("en"), code.message("ja")]
        assert texts[1].startswith(code.advice("en"))
        assert texts[3].startswith(code.advice("ja"))


def test_a_group_is_a_heading_and_a_table():
    page = codes_page.codes_page({"Fruit": [Code(VALUE_MISSING, "bare", "Error", "1.1")], "None": []})
    assert (
        "## Fruit\n\n| code | name | type | step | message | advice | メッセージ | 対処 |\n"
        "| --- | --- | --- | --- | --- | --- | --- | --- |\n"
        "| 70101 | bare | Error | 1.1 | {column} is empty | Fill it in and drop the file again "
        "| 必須の「{column}」が空です | 値を入れて再投入してください |\n\n## None\n"
    ) in page
    assert str(ORDER_CANCELED) not in page


def test_the_page_tells_the_japanese_words_for_what_is_filled_in():
    page = codes_page.codes_page({})
    assert "| PaymentDeadline | 支払い期限切れ |\n" in page
    assert "| shipment | 出荷 |\n" in page
