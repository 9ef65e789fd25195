"""Files that are no feed: other tables, pages, documents, archives, and what people put into the wrong folder."""

import base64
import io
import json
import zipfile

from tests.samples.odd_records import Odd, OwnOrders, flat_table, replaced

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 0>>endobj\n%%EOF\n"
PNG = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII=")
HTML = """<!DOCTYPE html>
<html><head><title>Sign in</title></head>
<body><p>Your session has ended. 秘見 himitsu</p></body></html>
"""
XHTML = """<?xml version="1.0" encoding="UTF-8"?>
<html xmlns="http://www.w3.org/1999/xhtml"><head><title>503</title></head><body><p>Service Unavailable</p></body></html>
"""
MAIL = """From: himitsu@example.invalid
Subject: 注文確定
To: shop@example.invalid

秘見 花子様
注文番号 999-0000001-0000001 のご注文ありがとうございます。
"""
LISTING = """ Volume in drive C has no label.
 Directory of C:\\orders

2026/10/06  19:00    <DIR>          .
2026/10/06  19:00             4,096 orders.txt
               1 File(s)          4,096 bytes
"""
ERROR = """<?xml version="1.0"?>
<ErrorResponse xmlns="http://example.invalid/doc/2009-01-01/">
  <Error><Type>Sender</Type><Code>RequestThrottled</Code><Message>Request is throttled</Message></Error>
  <RequestID>00000000-0000-0000-0000-000000000000</RequestID>
</ErrorResponse>
"""
WHEN = (2026, 10, 6, 19, 0, 0)


def zip_archive(*files: tuple[str, str]) -> bytes:
    """An archive of text files, the same bytes each time."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, text in files:
            archive.writestr(zipfile.ZipInfo(name, WHEN), text)
    return held.getvalue()


def _workbook(own: OwnOrders) -> bytes:
    cells = "".join(f"<si><t>{cell}</t></si>" for cell in ("order-id", "order-item-id", own.order(2)))
    return zip_archive(("[Content_Types].xml", "<Types/>"), ("xl/sharedStrings.xml", f"<sst>{cells}</sst>"))


def _json(own: OwnOrders) -> str:
    return json.dumps([own.order_row(11)], ensure_ascii=False, indent=1) + "\n"


FILES = (
    Odd("no-feed-zero-bytes.tsv", lambda _: ""),
    Odd("no-feed-one-line-end.txt", lambda _: "\r\n"),
    Odd("no-feed-blanks-and-tabs.txt", lambda _: " \t \r\n\t\t\r\n" * 20),
    Odd("no-feed-ctrl-z-alone.txt", lambda _: "\x1a"),
    Odd("orders-commas-instead-of-tabs.csv", lambda own: replaced(own.orders({}, {}), "\t", ",", -1)),
    Odd("orders-semicolons-instead-of-tabs.csv", lambda own: replaced(own.orders({}, {}), "\t", ";", -1)),
    Odd("orders-blanks-instead-of-tabs.txt", lambda own: replaced(own.confirmations({}, {}), "\t", "  ", -1)),
    Odd("orders-export-of-another-shop.csv", lambda _: '"受注番号","商品名","個数"\r\n"A-1","マグカップ","2"\r\n'),
    Odd("no-feed-sign-in-page.txt", lambda _: HTML),
    Odd("no-feed-xhtml-error-page.xml", lambda _: XHTML),
    Odd("no-feed-error-response.xml", lambda _: ERROR),
    Odd("orders-as-json.txt", _json),
    Odd("no-feed-pdf.txt", lambda _: PDF),
    Odd("no-feed-picture.tsv", lambda _: PNG),
    Odd("orders-workbook-renamed.tsv", _workbook),
    Odd("orders-zip-renamed.txt", lambda own: zip_archive(("orders.txt", own.orders({})))),
    Odd("no-feed-folder-listing.txt", lambda _: LISTING),
    Odd("no-feed-mail.txt", lambda _: MAIL),
    Odd("no-feed-nothing-found.txt", lambda _: "No data found for this time period\n"),
    Odd(
        "no-feed-conflict-of-a-merge.txt", lambda own: f"<<<<<<< ours\n{own.confirmations({})}=======\n>>>>>>> theirs\n"
    ),
    Odd(
        "settlement-of-the-marketplace.txt",
        lambda _: flat_table(("settlement-id", "settlement-start-date", "total-amount"), ("1", "2026-10-01", "1000")),
    ),
    Odd(
        "fulfilled-shipments-of-the-marketplace.txt",
        lambda own: flat_table(
            ("amazon-order-id", "shipment-item-id", "sku", "quantity-shipped", "fulfillment-channel"),
            (own.order(2), "D00000001", "MUG-02", "2", "AFN"),
        ),
    ),
    Odd("no-feed-list-of-order-ids.txt", lambda own: f"order-id\n{own.order(2)}\n"),
    Odd("orders-python-list.txt", lambda own: repr(own.orders({}).splitlines()) + "\n"),
)
