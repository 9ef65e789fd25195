"""The messages that the peers of a night read: all of them, wherever a piece of the file ends."""

import pytest

from benchmarks.night import peer_xml

HEAD = b"<AmazonEnvelope>\n"
MESSAGE = (
    b"<Message><OrderFulfillment><AmazonOrderID>%d</AmazonOrderID>"
    b"<Item><AmazonOrderItemCode>%d</AmazonOrderItemCode><Quantity>1</Quantity></Item>"
    b"</OrderFulfillment></Message>\n"
)
END = b"</AmazonEnvelope>\n"


@pytest.mark.parametrize("messages_in_a_piece", [1.0, 1.5, 2.0, 4.0, 9.0])
def test_every_message_is_read_once(tmp_path, monkeypatch, messages_in_a_piece):
    messages = [MESSAGE % (number, number) for number in range(10, 18)]
    path = tmp_path / "ship.xml"
    path.write_bytes(HEAD + b"".join(messages) + END)
    monkeypatch.setattr(peer_xml, "PIECE", len(HEAD) + int(messages_in_a_piece * len(messages[0])))
    rows = peer_xml.read_messages(path)
    assert [row[next(iter(row))] for row in rows.to_pylist()] == [str(number) for number in range(10, 18)]
