"""What each code says in English: number -> (message, advice). At most 20 words a text, never buyer data.

A third text is the advice where there is nothing to fill into the second one; below, files that are no feeds.
"""

CODES = {
    5000: ("Same as already recorded; nothing changed", "Nothing to do"),
    18021: ("Quantity {value} is more than the {limit} still open", "Use at most the open quantity"),
    18028: ("Order or order item not found", "Check the ids, drop the order file, then this file again"),
    18181: ("Tracking number is not valid", "At most 50 characters, no control characters"),
    50001: ("XML is broken, cut off or uses a forbidden construct", "Look at line {value}; export the file again"),
    70001: ("Order is Pending: payment is not verified", "Do not ship, even if the buyer contacts you"),
    70002: ("Order was canceled on {value}: {limit}", "Do not ship. With stock, you may invite a new order"),
    70003: ("Shipment is confirmed; it cannot be canceled", "Not sent: refund. Sent: ask for return, then refund"),
    70004: ("Confirmation came after the cut-off {limit}", "The buyer is not charged and you are not paid"),
    70005: ("Payment came after the deadline {limit}", "Refund due. With stock, you may invite a new order"),
    70006: ("Payment is already verified", "To stop the order, drop a cancellation"),
    70007: (
        "{column} differs from the recorded order",
        "Find out which is right; the differing facts were not applied",
    ),
    70008: ("Address change without requester or message reference", "Only on request of buyer or customer service"),
    70009: ("Refund {value} yen exceeds the {limit} yen charged", "Use at most what is left to refund"),
    70010: ("Ship date is before the order or after receipt", "Applied as {limit}; correct it next time"),
    70011: ("Carrier {value} is not in the list", "Applied as Other with this name"),
    70012: ("Ordered {value}, in stock {limit}: short", "Check supply and correct the stock"),
    70013: (
        "Waiting for its {value}",
        "Retried in every run until {limit}",
        "Retried in every run until it is shipped",
    ),
    70014: ("Same key twice with different values", "Neither applied; keep one row and drop again"),
    70015: ("Marketplace says Shipped; no confirmation was seen", "Find out who confirmed; do not ship twice"),
    70016: ("Order was held canceled but is alive", "It is back in the Unshipped report"),
    70017: ("Shipped later than the requested service allows", "Ship express and scheduled orders first"),
    70018: ("The buyer has asked to cancel this order", "Cancel it if it has not left"),
    70101: ("{column} is empty", "Fill it in and drop again"),
    70102: ("{column} is not a whole number: {value}", "No full-width digits, decimals or signs"),
    70103: ("{column} is not a valid date: {value}", "Write 2026-10-05"),
    70104: ("Not a valid id: {value}", "Order ids have 3-7-7 digits"),
    70105: ("Id damaged by a spreadsheet: {value}", "Format the column as text; paste from the source"),
    70106: ("{column}: {value} is not allowed", "Use one of {limit}"),
    70107: ("{value} fields, header has {limit}", "Remove tabs or line breaks inside values"),
    70108: ("Amount is not whole yen: {value}", "No decimals, commas, signs or other currency"),
    70109: ("{column} holds characters that are not allowed", "Type the value again"),
    70110: ("Missing last columns were filled as empty", "Nothing to do"),
    70111: ("{column} repaired: {value} to {limit}", "Check the value"),
    70112: ("{column} may have lost its leading zero", "Format the column as text; run with --repair"),
    70201: (
        "File type not recognised",
        "Nearest format: {limit}; check the header row",
        "This is {value}: {column}",
    ),
    70202: ("File fits more than one format", "Use the standard columns"),
    70203: (
        "Text encoding not readable",
        "It does not read as {limit}: save XML as UTF-8, or declare Shift_JIS",
        "Save as UTF-8 or CP932",
    ),
    70204: ("File is empty", "Check the export"),
    70205: ("File is over the size limit", "Split it and drop again"),
    70206: ("Envelope says {value}, content is {limit}", "Export with the right MessageType"),
    70207: (
        "Same file was already processed in run {value}",
        "It was not applied again; {limit} refused then: correct {column}",
        "Nothing to do; it was not applied again",
    ),
    70208: ("File belongs to another seller", "Check the inbox folder"),
    70209: (
        "A spreadsheet put the cells in quotes",
        "Save without quotes, or run with --repair where no cell holds a line break",
    ),
    70210: (
        "Cells that a spreadsheet seems to have put in quotes: {value}; taken as they stand",
        "Save without quotes, or run with --repair",
    ),
    70211: ("Quotes taken off cells: {value}", "Check the values"),
    90012: ("Required column {column} is missing", "Mend the header row and drop again"),
    90061: ("Column {column} is not used", "Did you mean {limit}?", "Nothing to do; only the archive keeps it"),
    90118: ("{column} is longer than {limit}", "Shorten it and drop again"),
}

_UNPACK = "unpack it and drop the files inside"
_SAVE_SHEET = "save the sheet as tab-separated text"
NON_FEED_FILES = {
    "a zip archive": _UNPACK,
    "a 7z archive": _UNPACK,
    "a RAR archive": _UNPACK,
    "a tar archive": _UNPACK,
    "a bzip2 file": _UNPACK,
    "an xz file": _UNPACK,
    "a zstd file": _UNPACK,
    "an Excel workbook": _SAVE_SHEET,
    "an OpenDocument sheet": _SAVE_SHEET,
    "a PDF": "export the data as text or XML",
    "a .gz file inside a .gz file": "unpack it once and drop that",
    "a .gz file of several files": "unpack it and drop each file",
    "a .gz file with more behind its end": "pack the file again",
    "a damaged .gz file": "copy it once more, or pack it again",
}
"""What a file is that is no feed, and what to do with it."""
BY_POSITION = "{message} (message {record} of the file, by position: it has no MessageID of its own)"
