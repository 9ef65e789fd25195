"""Feeds of several sellers on their way into the inboxes of their workspaces."""

import gzip
import os

import pytest

from feeds import split_by_seller
from pipeline.errors import FailureError, UsageError
from pipeline.operations.route_feeds import route_feeds

HEAD = "sku\tquantity\tseller-id\r\n"
A, B, STRANGE, NOBODY = "茶\t1\tA1\r\n", "碗\t2\tB1\r\n", "鍋\t3\tZ9\r\n", "箸\t4\t\r\n"
XML = (
    "<AmazonEnvelope><Header><MerchantIdentifier>{}</MerchantIdentifier></Header>"
    "<MessageType>OrderReport</MessageType></AmazonEnvelope>"
)


@pytest.fixture
def two_seller_root(tmp_path):
    """Two workspaces of two sellers, the second one with its inbox on a share."""
    root = tmp_path / "root"
    make_workspace(root / "a", "A1")
    make_workspace(root / "deeper" / "b", "B1", tmp_path / "share")
    make_workspace(root / "nobody", "")
    return root


def make_workspace(folder, seller, inbox=None):
    (inbox or folder / "inbox").mkdir(parents=True)
    folder.mkdir(exist_ok=True, parents=True)
    paths = f'[paths]\ninbox = "{inbox}"\n' if inbox else ""
    (folder / "ordermill.toml").write_text(f'[seller]\nid = "{seller}"\n{paths}')


def write_feed(folder, name, content):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode("cp932"))
    os.utime(path, ns=(1_760_000_000_000_000_000,) * 2)
    return path


def routed_files(root):
    """Every file that was routed, by its place."""
    folders = {"a": root / "a" / "inbox", "b": root.parent / "share", "unrouted": root / "unrouted"}
    return {
        f"{place}/{path.name}": path.read_bytes()
        for place, folder in folders.items()
        if folder.exists()
        for path in folder.iterdir()
    }


def test_rows_go_to_the_inbox_of_their_seller_and_the_rest_aside(two_seller_root, tmp_path):
    file = write_feed(tmp_path, "stock.tsv", HEAD + A + B + STRANGE + A.replace("1\t", "5\t") + NOBODY)
    document = route_feeds([file], two_seller_root)
    assert routed_files(two_seller_root) == {
        "a/stock.tsv": (HEAD + A + A.replace("1\t", "5\t")).encode("cp932"),
        "b/stock.tsv": (HEAD + B).encode("cp932"),
        "unrouted/stock.tsv": (HEAD + STRANGE + NOBODY).encode("cp932"),
    }
    assert [(line["seller"], line["records"], line["code"]) for line in document["routed"]] == [
        ("A1", 2, None),
        ("B1", 1, None),
        (None, 2, 70208),
    ]
    assert document["exit_code"] == 3
    assert file.exists()


def test_a_file_of_one_seller_is_copied_as_it_is_with_its_time(two_seller_root, tmp_path):
    content = (HEAD + A + "\r\n" + A + "\x1a").encode("cp932")
    file = write_feed(tmp_path, "a.tsv", content)
    assert route_feeds([file], two_seller_root)["exit_code"] == 0
    assert routed_files(two_seller_root) == {"a/a.tsv": content}
    status = (two_seller_root / "a" / "inbox" / "a.tsv").stat()
    assert (status.st_mtime_ns, status.st_mode & 0o777) == (file.stat().st_mtime_ns, 0o600)


@pytest.mark.parametrize(("seller", "place", "code"), [("B1", "b", 0), ("Z9", "unrouted", 3), ("", "unrouted", 3)])
def test_an_xml_feed_goes_as_a_whole_by_its_merchant(two_seller_root, tmp_path, seller, place, code):
    file = write_feed(tmp_path, "orders.xml", XML.format(seller))
    assert route_feeds([file], two_seller_root)["exit_code"] == code
    assert routed_files(two_seller_root) == {f"{place}/orders.xml": file.read_bytes()}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"sku\tquantity\r\nA\t1\r\n", 70208),
        (HEAD.encode(), 70208),
        (b"hello\r\n", 70201),
        (b"\xff\xff", 70203),
        (b"", 70204),
        (b"<AmazonEnvelope>", 50001),
        (gzip.compress(HEAD.encode(), mtime=0)[:-4], 70201),
    ],
)
def test_what_nobody_can_be_found_for_goes_aside_whole_with_its_code(two_seller_root, tmp_path, content, code):
    document = route_feeds([write_feed(tmp_path, "odd.tsv", content)], two_seller_root)
    assert [line["code"] for line in document["routed"]] == [code]
    assert document["exit_code"] == 3
    assert routed_files(two_seller_root) == {"unrouted/odd.tsv": content}


def test_a_file_that_is_no_feed_is_named_with_what_to_do(two_seller_root, tmp_path):
    content = {"a.zip": b"PK\x03\x04", "b.tsv.gz": gzip.compress(HEAD.encode(), mtime=0)[:-4], "c.tsv": b"hello\r\n"}
    document = route_feeds([write_feed(tmp_path, name, packed) for name, packed in content.items()], two_seller_root)
    assert [line["what"] for line in document["routed"]] == ["a zip archive", "a damaged .gz file", None]


def test_a_gz_is_looked_into_copied_as_it_is_or_split_as_what_it_holds(two_seller_root, tmp_path):
    packed = write_feed(tmp_path, "one.tsv.gz", gzip.compress((HEAD + A).encode("cp932"), mtime=0))
    two = write_feed(tmp_path, "two.tsv.gz", gzip.compress((HEAD + A + B).encode("cp932"), mtime=0))
    xml = write_feed(tmp_path, "orders.xml.gz", gzip.compress(XML.format("B1").encode(), mtime=0))
    assert route_feeds([packed, two, xml], two_seller_root)["exit_code"] == 0
    assert routed_files(two_seller_root) == {
        "a/one.tsv.gz": packed.read_bytes(),
        "b/orders.xml.gz": xml.read_bytes(),
        "a/two.tsv": (HEAD + A).encode("cp932"),
        "b/two.tsv": (HEAD + B).encode("cp932"),
    }


def test_a_name_that_exists_is_never_overwritten_and_the_same_bytes_land_again(two_seller_root, tmp_path):
    file = write_feed(tmp_path, "stock.tsv", HEAD + A + B)
    for _ in range(2):
        assert route_feeds([file], two_seller_root)["exit_code"] == 0
    here = routed_files(two_seller_root)
    assert set(here) == {"a/stock.tsv", "a/stock-2.tsv", "b/stock.tsv", "b/stock-2.tsv"}
    assert here["a/stock.tsv"] == here["a/stock-2.tsv"]


def test_what_lies_aside_goes_to_its_seller_once_there_is_one_and_else_stays(two_seller_root, tmp_path):
    route_feeds([write_feed(tmp_path, "z.tsv", HEAD + STRANGE)], two_seller_root)
    aside = two_seller_root / "unrouted" / "z.tsv"
    assert route_feeds([aside], two_seller_root)["exit_code"] == 3
    assert set(routed_files(two_seller_root)) == {"unrouted/z.tsv"}
    (two_seller_root / "a" / "ordermill.toml").write_text('[seller]\nid = "Z9"\n')
    assert route_feeds([aside], two_seller_root)["exit_code"] == 0
    assert set(routed_files(two_seller_root)) == {"unrouted/z.tsv", "a/z.tsv"}


def test_two_workspaces_of_one_seller_are_a_usage_error(two_seller_root, tmp_path):
    make_workspace(two_seller_root / "z", "A1")
    with pytest.raises(UsageError, match=r"z has the seller\.id A1 of another workspace"):
        route_feeds([write_feed(tmp_path, "a.tsv", HEAD + A)], two_seller_root)
    assert routed_files(two_seller_root) == {}


def test_without_any_seller_there_is_nowhere_to_route_to(tmp_path):
    make_workspace(tmp_path / "root" / "a", "")
    with pytest.raises(UsageError, match="no workspace under"):
        route_feeds([write_feed(tmp_path, "a.tsv", HEAD + A)], tmp_path / "root")


def test_settings_that_cannot_be_read_are_told_with_their_workspace(two_seller_root, tmp_path):
    (two_seller_root / "a" / "ordermill.toml").write_text("[seller\n")
    with pytest.raises(UsageError, match=r"root/a: ordermill\.toml"):
        route_feeds([write_feed(tmp_path, "a.tsv", HEAD + A)], two_seller_root)


def test_a_file_with_a_temporary_name_is_not_routed(two_seller_root, tmp_path):
    files = [write_feed(tmp_path, "a.tsv", HEAD + A), write_feed(tmp_path, "b.tsv.part", HEAD + B)]
    with pytest.raises(UsageError, match="name of an unfinished file"):
        route_feeds(files, two_seller_root)
    assert routed_files(two_seller_root) == {}


def test_a_file_that_grows_while_it_is_read_leaves_nothing_behind(two_seller_root, tmp_path, monkeypatch):
    file = write_feed(tmp_path, "a.tsv", HEAD + A + B)
    parts = split_by_seller.split_blocks

    def growing(*arguments):
        yield from parts(*arguments)
        file.write_bytes(b"more")

    monkeypatch.setattr(split_by_seller, "split_blocks", growing)
    with pytest.raises(FailureError, match="changed while it was read"):
        route_feeds([file], two_seller_root)
    assert routed_files(two_seller_root) == {}
    assert not [*two_seller_root.rglob(".*")]
