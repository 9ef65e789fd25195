from pipeline.cli.route_text import routed_text


def part(**fields):
    return {"file": "a.tsv", "to": "/x/a.tsv", "seller": None, "records": None, "code": None, "what": None} | fields


def test_a_line_says_where_a_part_went_with_how_many_records_and_to_whom():
    heading, line = routed_text({"routed": [part(seller="A1", records=1000)]}).splitlines()
    assert heading.split() == ["file", "went", "to", "records"]
    assert line == "a.tsv  /x/a.tsv  1,000    seller A1"


def test_a_file_that_went_whole_has_all_its_records():
    assert routed_text({"routed": [part(seller="A1")]}).splitlines()[1] == "a.tsv  /x/a.tsv  all      seller A1"


def test_what_went_to_nobody_has_its_code_and_a_file_that_is_no_feed_what_to_do():
    parts = [part(code=70208), part(code=70201, what="a zip archive")]
    lines = routed_text({"routed": parts}).splitlines()[1:]
    assert lines[0].endswith("  70208 wrong-seller")
    assert lines[1].endswith("  70201 feed-unrecognised: a zip archive; unpack it and drop the files inside")
