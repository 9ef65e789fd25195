from schemas.carriers import CARRIERS, SPELLINGS
from schemas.columns import Column, Kind, Table
from schemas.formats.feed_formats import FEEDS
from schemas.formats.report_formats import REPORTS
from schemas.pages import formats_page


def test_the_page_of_formats_says_what_the_declarations_say():
    assert formats_page.PAGE.read_text("utf-8") == formats_page.formats_page((*FEEDS, *REPORTS)), (
        "python -m schemas.pages.formats_page"
    )


def test_a_format_is_its_meaning_its_source_and_a_row_for_each_column():
    table = Table(
        "fruit",
        (
            Column("order-id", Kind.ORDER_ID, required=True, label="注文番号", xml="AmazonOrderID", example="999-1"),
            Column("units", Kind.COUNT, least=0, doc="How many."),
            Column(
                "colour", Kind.CHOICE, choices=("Red", "Green"), spellings=(("Rouge", "Red"),), aliases=("color",),
                private=True, longest=9, doc="Skin | flesh.",
            ),
        ),
        message="FruitFeed", payload="Fruits", template="Fruit",
        key=("order-id", "units|colour+order-id"), one_of=(("units", "colour"),),
        doc="What grows.", source="a garden",
    )  # fmt: skip
    section = formats_page.formats_page([table]).split("## ", 1)[1]
    assert section == (
        "Feed: fruit\n\nWhat grows.\n\nSource: a garden.\n\n"
        "- XML: `MessageType` FruitFeed, payload FruitFeed or Fruits; `Item` is repeated\n"
        "- Flat file: may begin with `TemplateType=Fruit`\n"
        "- At least one of `units`, `colour` is filled\n"
        "- Once in a file: `order-id` + `units`, else `colour` + `order-id`\n\n"
        "| column | kind | required | values | Japanese heading | XML | meaning | example |\n"
        "| --- | --- | --- | --- | --- | --- | --- | --- |\n"
        "| `order-id` | order id | yes |  | 注文番号 | `AmazonOrderID` |  | `999-1` |\n"
        "| `units` | count |  | 0 to 999,999 |  |  | How many. |  |\n"
        "| `colour` | choice |  | at most 9 characters; Red, Green |  |  "
        "| Skin \\| flesh. Buyer data. Also: color, Rouge for Red. |  |\n"
    )


def test_columns_that_are_known_and_not_used_are_listed_below_those_that_are():
    other = frozenset({"weight", "colour", "order-id"})
    page = formats_page.formats_page([Table("fruit", (Column("order-id"),), other_columns=other)])
    assert page.endswith("\n\nKnown and not used, so that they give no remark: `colour`, `weight`.\n")


def test_a_format_without_such_columns_says_nothing_of_them():
    page = formats_page.formats_page([Table("fruit", (Column("order-id"),), other_columns=frozenset({"order-id"}))])
    assert "not used" not in page.split("## Feed")[1]


def test_paths_are_told_only_where_there_is_an_xml_form():
    section = formats_page.formats_page([Table("fruit", (Column("order-id", xml="AmazonOrderID"),))])
    assert "AmazonOrderID" not in section


def test_every_row_of_the_page_has_as_many_cells_as_the_heading():
    rows = [line for line in formats_page.formats_page((*FEEDS, *REPORTS)).splitlines() if line.startswith("| ")]
    assert {line.replace("\\|", "").count("|") for line in rows} == {len(formats_page.HEADINGS) + 1}
    assert len(rows) == sum(2 + len(table.columns) for table in (*FEEDS, *REPORTS))


def test_every_carrier_is_listed_with_every_spelling_that_is_read_as_it():
    lines = [line for line in formats_page.formats_page([]).splitlines() if line.startswith(f"- `{CARRIERS[0].code}`")]
    assert lines == ["- `YAMATO`: ヤマト運輸, Yamato, YamatoTransport, Yamato Transport, クロネコヤマト, ヤマト"]
    page = formats_page.formats_page([]).casefold()
    assert [spelling for spelling in SPELLINGS if spelling not in page] == []
