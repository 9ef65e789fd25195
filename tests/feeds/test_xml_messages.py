import pytest

from feeds import xml_elements, xml_messages, xml_paths
from schemas.columns import Column, Table
from schemas.formats.feed_formats import FEEDS
from schemas.formats.order_feed import ORDERS
from tests.support.feed_forms import xml_component, xml_feed
from tests.support.read_feeds import problem_codes, refusal_problems

CONFIRM = (
    "<AmazonOrderID>999-0000001-0000001</AmazonOrderID><FulfillmentDate>2026-10-06T10:00:00+09:00</FulfillmentDate>"
    "<FulfillmentData><CarrierCode>YAMATO</CarrierCode><ShipperTrackingNumber>{tracking}</ShipperTrackingNumber>"
    "</FulfillmentData>{items}"
)
ITEM = "<Item><AmazonOrderItemCode>{:014d}</AmazonOrderItemCode><Quantity>{}</Quantity></Item>"
ORDER = (
    "<AmazonOrderID>999-0000001-0000001</AmazonOrderID><OrderDate>2026-10-05T10:00:00</OrderDate>"
    "<OrderPostedDate>2026-10-05T10:05:00+09:00</OrderPostedDate>"
    "<FulfillmentData><Address><Name>見本 太郎</Name><AddressFieldOne>見本町1</AddressFieldOne>"
    "<PostalCode>000-0001</PostalCode></Address></FulfillmentData>"
    "<Item><AmazonOrderItemCode>00000000000101</AmazonOrderItemCode><SKU>TEA</SKU><Quantity>2</Quantity>"
    "<ItemPrice>{components}</ItemPrice>{promotions}</Item>"
)


def confirmation_body(*items, tracking="T1"):
    return CONFIRM.format(items="".join(ITEM.format(*item) for item in items), tracking=tracking)


def order_body(*components, promotions=""):
    return ORDER.format(components="".join(components), promotions=promotions)


def text_cell(feed, name, row=0):
    return feed.text[name].iloc[row]


def test_a_message_is_one_record_with_a_row_for_each_item(read):
    feed = read(xml_feed("OrderFulfillment", [confirmation_body((101, 1), (102, 2)), confirmation_body((103, 3))]))
    rows = feed.text[["record", "line", "message-id", "order-item-id", "quantity", "tracking-number"]]
    assert rows.to_numpy().tolist() == [
        [1, 5, "1", "00000000000101", "1", "T1"],
        [1, 5, "1", "00000000000102", "2", "T1"],
        [2, 6, "2", "00000000000103", "3", "T1"],
    ]
    assert (feed.form, feed.table.name, feed.records) == ("xml", "shipment confirmation", 2)
    assert len(feed.problems) == 0


def test_a_message_without_items_is_the_whole_order(read):
    feed = read(xml_feed("OrderFulfillment", [confirmation_body()]))
    assert feed.text[["order-item-id", "quantity"]].to_numpy().tolist() == [["", ""]]


def test_an_item_without_its_id_is_never_taken_for_the_whole_order(read):
    body = CONFIRM.format(items="<Item><MerchantOrderItemID>7</MerchantOrderItemID></Item>", tracking="T1")
    assert problem_codes(read(xml_feed("OrderFulfillment", [body]))) == [(1, 70101, "order-item-id")]


def test_every_path_of_every_format_is_found_in_its_tree():
    for table in FEEDS:
        once, in_items = xml_paths.path_trees(table)
        planted = set()
        waiting = [once, in_items]
        while waiting:
            step = waiting.pop()
            planted |= {step.column, step.attribute_column}
            waiting += [*step.below.values(), *step.types.values()]
        assert planted - {-1} == {place for place, column in enumerate(table.columns) if column.xml}


def test_components_go_to_the_column_of_their_type_and_add_up(read):
    feed = read(
        xml_feed(
            "OrderReport",
            [
                order_body(
                    xml_component("Principal", "1000"),
                    xml_component("Shipping", "300.00"),
                    xml_component("Principal", "80"),
                )
            ],
        )
    )
    assert [text_cell(feed, name) for name in ("item-price", "shipping-price", "currency")] == ["1080", "300.00", "JPY"]
    assert feed.typed["item-price"].tolist() == [1080]


def test_the_fee_of_cash_on_delivery_is_that_of_the_whole_order(read):
    body = order_body(xml_component("Principal", 1000), xml_component("CODFee", 165))
    item = body[body.index("<Item>") :]
    feed = read(xml_feed("OrderReport", [body + item.replace("00101", "00102")]))
    assert feed.typed[["item-price", "payment-method-fee"]].to_numpy().tolist() == [[1000, 330], [1000, 330]]


def test_components_of_other_types_go_nowhere(read):
    feed = read(
        xml_feed("OrderReport", [order_body(xml_component("Principal", "1000"), xml_component("Surcharge", "300"))])
    )
    assert text_cell(feed, "item-price") == "1000"
    assert "300" not in set(feed.text.iloc[0])


def test_a_text_said_twice_counts_once(read):
    body = confirmation_body() + "<FulfillmentData><ShippingMethod>A</ShippingMethod><ShippingMethod>B</ShippingMethod>"
    feed = read(xml_feed("OrderFulfillment", [body + "</FulfillmentData>"]))
    assert text_cell(feed, "ship-method") == "A"


def test_a_path_that_cannot_be_followed_is_a_mistake_of_the_declaration():
    with pytest.raises(ValueError, match="is not a path"):
        xml_paths.path_trees(Table("x", (Column("a", xml="A//B"),)))


def test_promotions_of_an_item_add_up(read):
    promotion = f"<Promotion><MerchantPromotionID>P1</MerchantPromotionID>{xml_component('Principal', 100)}</Promotion>"
    feed = read(xml_feed("OrderReport", [order_body(xml_component("Principal", 1000), promotions=promotion * 3)]))
    assert [text_cell(feed, name) for name in ("item-promotion-discount", "item-promotion-id")] == ["300", "P1"]


def test_an_amount_that_is_no_number_is_not_hidden_by_one_that_is(read):
    feed = read(
        xml_feed("OrderReport", [order_body(xml_component("Principal", 1000), xml_component("Principal", "1.5"))])
    )
    assert problem_codes(feed) == [(1, 70108, "item-price")]


def test_two_currencies_in_one_item_are_refused(read):
    feed = read(
        xml_feed("OrderReport", [order_body(xml_component("Principal", 1000), xml_component("Shipping", 1, "USD"))])
    )
    assert problem_codes(feed) == [(1, 70106, "currency")]


def test_an_id_said_twice_differently_is_refused(read):
    body = confirmation_body() + "<AmazonOrderID>999-0000001-0000002</AmazonOrderID>"
    assert problem_codes(read(xml_feed("OrderFulfillment", [body]))) == [(1, 70104, "order-id")]


def test_an_instant_without_offset_is_of_the_business_zone(read):
    feed = read(xml_feed("OrderReport", [order_body(xml_component("Principal", 1))]))
    assert feed.typed["purchase-date"].dt.strftime("%Y-%m-%dT%H:%M:%S%z").tolist() == ["2026-10-05T01:00:00+0000"]
    assert len(feed.problems) == 0


def test_comments_and_cdata_do_not_cut_a_value(read):
    feed = read(xml_feed("OrderFulfillment", [confirmation_body(tracking="A<!-- x -->B<![CDATA[<C>]]>&amp;<?pi x?>D")]))
    assert text_cell(feed, "tracking-number") == "AB<C>&D"


def test_tabs_and_line_breaks_in_a_value_are_one_space_and_ends_are_trimmed(read):
    feed = read(xml_feed("OrderFulfillment", [confirmation_body(tracking="\n  A&#9;B&#13;&#10;C\r\nD&#10; \n")]))
    assert text_cell(feed, "tracking-number") == "A B C D"


def test_a_value_cannot_forge_a_row(read):
    forged = "T1&#9;&#10;999-0000009-0000009&#9;00000000000999&#9;5&#9;2026-10-06&#9;YAMATO"
    feed = read(xml_feed("OrderFulfillment", [confirmation_body((101, 1), tracking=forged)]))
    assert feed.text["order-id"].tolist() == ["999-0000001-0000001"]
    assert "\t" not in text_cell(feed, "tracking-number")
    assert "\n" not in text_cell(feed, "tracking-number")


def test_other_controls_in_a_value_refuse_the_record(read):
    feed = read(xml_feed("OrderFulfillment", [confirmation_body().replace("YAMATO", "YAMATO\x7f")]))
    assert (1, 70109, "carrier-code") in problem_codes(feed)


@pytest.mark.parametrize(
    ("heads", "expected"),
    [
        (["", "<MessageID>2</MessageID>"], [(1, 70101, "MessageID")]),
        (["<MessageID>x1</MessageID>"], [(1, 70102, "MessageID")]),
        (["<MessageID>0</MessageID>"], [(1, 70102, "MessageID")]),
        (["<MessageID>\uff11</MessageID>"], [(1, 70102, "MessageID")]),
        (
            ["<MessageID>1</MessageID>", "<MessageID>2</MessageID>", "<MessageID>01</MessageID>"],
            [(1, 70014, "MessageID"), (3, 70014, "MessageID")],
        ),
        (["<MessageID>1</MessageID><OperationType>Delete</OperationType>"], [(1, 70106, "OperationType")]),
        (["<MessageID>1</MessageID><OperationType> Update </OperationType>"], []),
        (["<MessageID>1</MessageID><OrderFulfillment/>"], [(1, 70014, "OrderFulfillment")]),
    ],
)
def test_the_head_of_a_message_is_checked(read, heads, expected):
    messages = [(confirmation_body((100 + place, 1)), head) for place, head in enumerate(heads)]
    problems = problem_codes(read(xml_feed("OrderFulfillment", messages)))
    assert [problem for problem in problems if problem[2][0].isupper()] == expected


def test_a_message_without_content_is_a_record_that_lacks_everything(read):
    text = xml_feed("OrderFulfillment", [confirmation_body()]).replace(
        f"<OrderFulfillment>{confirmation_body()}</OrderFulfillment>", ""
    )
    assert (1, 70101, "order-id") in problem_codes(read(text))


def test_an_acknowledgement_says_success_or_failure(read):
    bodies = [
        f"<AmazonOrderID>999-0000001-000000{n}</AmazonOrderID><MerchantOrderID>M{n}</MerchantOrderID>"
        f"<StatusCode>{status}</StatusCode>"
        for n, status in enumerate(["Success", "Failure"])
    ]
    feed = read(xml_feed("OrderAcknowledgement", bodies))
    assert feed.typed[["status-code", "merchant-order-id"]].to_numpy().tolist() == [
        ["Success", "M0"],
        ["Failure", "M1"],
    ]


def test_content_that_is_not_what_the_envelope_says_is_refused(read):
    text = xml_feed("OrderFulfillment", [confirmation_body()]).replace(
        "<MessageType>OrderFulfillment", "<MessageType>OrderReport"
    )
    assert refusal_problems(read(text)) == [[0, 5, 70206, "OrderReport", "OrderFulfillment"]]


@pytest.mark.parametrize("kind", ["OrderFulfilment", "Price"])
def test_an_unknown_kind_of_message_is_refused(read, kind):
    [[_, _, code, value, limit]] = refusal_problems(read(xml_feed(kind, [confirmation_body()])))
    assert code == 70201
    assert bool(value) != bool(limit)


@pytest.mark.parametrize("text", ["<OrderReport/>", "<html><Message/></html>", "<AmazonEnvelope/>"])
def test_xml_that_is_no_envelope_is_not_recognised(read, text):
    assert refusal_problems(read(text))[0][2] == 70201


def test_an_envelope_without_messages_is_read_with_no_records(read):
    feed = read(xml_feed("OrderFulfillment", []))
    assert (feed.refused, feed.records, feed.table.name) == (False, 0, "shipment confirmation")
    assert list(feed.text.columns) == ["record", "line", "message-id", *feed.table.names, "refused"]


def test_small_blocks_and_chunks_change_nothing(read, monkeypatch):
    text = xml_feed(
        "OrderFulfillment", [confirmation_body((n, 1), (n + 100, 2), tracking=f"見本{n}") for n in range(30)]
    )
    whole = read(text)
    monkeypatch.setattr(xml_elements, "BLOCK", 50)
    monkeypatch.setattr(xml_messages, "CHUNK_ROWS", 3)
    pieces = read(text)
    assert pieces.text.equals(whole.text)
    assert pieces.typed.equals(whole.typed)


def test_lines_beyond_65535_are_told(read):
    text = xml_feed("OrderFulfillment", [confirmation_body()]).replace(
        "<MessageType>", "\n" * 100_000 + "<MessageType>"
    )
    assert read(text).text["line"].tolist() == [100_005]


def test_a_nested_message_is_no_record(read):
    feed = read(
        xml_feed("OrderFulfillment", [confirmation_body() + "<x><Message><MessageID>9</MessageID></Message></x>"])
    )
    assert feed.records == 1


@pytest.mark.parametrize(
    ("own", "sender", "refusal"), [("M1", "M1", False), ("", "M2", False), ("M1", "M2", True), ("M1", "", False)]
)
def test_a_feed_of_another_seller_is_refused(read, own, sender, refusal):
    feed = read(xml_feed("OrderFulfillment", [confirmation_body()], seller=sender), seller=own)
    assert feed.refused is refusal
    assert (70208 in set(feed.problems["code"])) is refusal


def test_the_order_feed_says_its_money_per_item(read):
    feed = read(xml_feed("OrderReport", [order_body(xml_component("Principal", 2160), xml_component("CODFee", 330))]))
    assert feed.table is ORDERS
    assert feed.typed[["item-price", "payment-method-fee", "quantity-purchased"]].to_numpy().tolist() == [
        [2160, 330, 2]
    ]
