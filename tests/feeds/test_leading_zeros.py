import pytest

from tests.support.read_feeds import problem_values

CUT = ["600", "10000", "600001", " 600001 "]
WHOLE = ["0600001", "060-0001", "1530064", "12", "60-0001", "６００００１"]


def zero_problems(feed):
    return problem_values(feed, "record", "code", "column", "value")


@pytest.mark.parametrize("name", ["orders", "unshipped", "address changes"])
@pytest.mark.parametrize("code", CUT)
def test_a_japanese_postal_code_without_its_zeros_refuses_the_record_unquoted(read_rows, name, code):
    feed = read_rows(name, {"ship-postal-code": code})
    assert zero_problems(feed) == [(1, 70105, "ship-postal-code", "")]


@pytest.mark.parametrize("code", WHOLE)
def test_any_other_postal_code_stands(read_rows, code):
    assert zero_problems(read_rows("orders", {"ship-postal-code": code})) == []


@pytest.mark.parametrize(("country", "refused"), [("", True), ("JP", True), ("jp", True), ("US", False), ("FR", False)])
def test_only_a_postal_code_of_japan_has_zeros_to_lose(read_rows, country, refused):
    feed = read_rows("orders", {"ship-postal-code": "75001", "ship-country": country})
    assert [code for _, code, _, _ in zero_problems(feed)] == [70105] * refused


@pytest.mark.parametrize("phone", ["312345678", "9012345678", "2125551234"])
@pytest.mark.parametrize("column", ["buyer-phone-number", "ship-phone-number"])
def test_a_phone_number_that_may_lack_its_zero_is_a_warning_and_stands(read_rows, phone, column):
    feed = read_rows("orders", {column: phone})
    assert zero_problems(feed) == [(1, 70112, column, "")]
    assert feed.typed[column].tolist() == [phone]


@pytest.mark.parametrize("phone", ["0312345678", "000-0000-0001", "+81312345678", "81312345678", "31234567", ""])
def test_any_other_phone_number_is_not_worth_a_word(read_rows, phone):
    assert zero_problems(read_rows("orders", {"ship-phone-number": phone})) == []


def test_a_foreign_phone_number_has_no_zero_to_lose(read_rows):
    assert zero_problems(read_rows("address changes", {"ship-phone-number": "2125551234", "ship-country": "US"})) == []


def test_where_an_address_does_not_count_nothing_is_missed(read_rows):
    canceled = {"ship-postal-code": "600001", "ship-phone-number": "312345678", "order-status": "Canceled"}
    assert zero_problems(read_rows("orders", canceled)) == []
    assert zero_problems(read_rows("all-orders", {"ship-postal-code": "600001"})) == []
