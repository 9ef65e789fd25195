"""What each code says in English: number -> (message, advice). At most 20 words per text, never buyer data.

A third text is the advice if there is nothing to fill into the second one. Below: files that are not feeds.
"""

from schemas.wording.foreign_files import FOREIGN_FILES

CODES = {
    5000: (
        "Same as already recorded; nothing changed",
        "Replaced by {value} in run {limit}; to go back, change ship-date, carrier or method",
        "Nothing to do",
    ),
    18021: ("Quantity {value} is more than the {limit} still open", "Enter at most the quantity that is still open"),
    18028: ("Order or order item not found", "Check the ids; drop the order file first, then this file again"),
    18181: (
        "Tracking number is not valid",
        "Use at most 50 characters, without line breaks, control characters or unreadable signs",
    ),
    50001: (
        "XML is broken, cut off or uses a construct that is not allowed",
        "Check line {value}; export the file again",
    ),
    70001: ("Order is Pending: payment is not verified", "Do not ship, even if the buyer contacts you"),
    70002: (
        "Order was canceled on {value}: {limit}",
        "Do not ship. If you have stock, you may invite the buyer to order again",
    ),
    70003: (
        "Shipment is already confirmed, so it cannot be canceled",
        "If it has not left, keep it and refund. If it has left, ask for its return, then refund",
    ),
    70004: ("Shipment was confirmed after the cut-off {limit}", "The buyer is not charged and you are not paid"),
    70005: (
        "Payment arrived after the deadline {limit}",
        "A refund is due. If you have stock, you may invite the buyer to order again",
    ),
    70006: ("Payment is already verified", "To stop the order, drop a cancellation file"),
    70007: (
        "{column} differs from the recorded order",
        "Find out which is right; the differing values were not applied",
    ),
    70008: (
        "Address change has no requester or no message reference",
        "Change an address only when the buyer or customer service asks for it",
    ),
    70009: (
        "Refund of {value} yen is more than is left (charged - refunded = left): {limit} yen",
        "Refund at most what is left of the charge",
    ),
    70010: (
        "Ship date {value} is before the order date or after the file was received",
        "Applied as {limit}; enter the right date next time",
    ),
    70011: ("Carrier {value} is not in the list of known carriers", "Applied as carrier Other with this name"),
    70012: ("Ordered {value}, but only {limit} in stock", "Check your supply and correct the stock quantity"),
    70013: (
        "Waiting for its {value}",
        "Retried in every run until {limit}",
        "Retried in every run until it is shipped",
    ),
    70014: (
        "The same key occurs more than once, with different values",
        "None was applied; keep one and drop the file again",
    ),
    70015: (
        "The marketplace says Shipped, but no shipment confirmation was received",
        "Find out who confirmed it; do not ship it twice",
    ),
    70016: ("This order was treated as canceled, but it is active", "It is in the Unshipped report again"),
    70017: ("Shipped later than the requested service allows", "Ship express and scheduled orders first"),
    70018: ("The buyer has asked to cancel this order", "Cancel it if it has not left yet"),
    70019: ("Tracking number {value} was replaced by {limit}", "If both are shipments, confirm each with its own item"),
    70020: (
        "The report does not say which item of the SKU it means: {value}",
        "Look the order up in the marketplace before you ship it",
    ),
    70021: (
        "Placed without {column}; it may ship, and charge and payout wait",
        "Drop an order file with price and currency",
    ),
    70022: ("{column} has no time of day: {value}", "Used as {limit}", "Taken as unknown"),
    70023: (
        "{column} {value} is not known; nothing ships, cancels or verifies by it",
        "Look the order up in the marketplace before you ship it",
    ),
    70101: ("{column} is empty", "Fill it in and drop the file again"),
    70102: (
        "{column} is not a whole number in plain digits: {value}",
        "Use plain digits: no full-width digits, decimals or signs",
    ),
    70103: (
        "{column} is not a date in the expected form: {value}",
        "Write it like {limit}",
    ),
    70104: ("{column} is not a valid order id: {value}", "An order id has 3, 7 and 7 digits, separated by hyphens"),
    70105: (
        "{column} was damaged by a spreadsheet: {value}",
        "Format the column as text and paste the value again from its source",
    ),
    70106: ("{column}: {value} is not allowed", "Use one of {limit}"),
    70107: ("This row has {value} fields, the header row has {limit}", "Remove tabs and line breaks inside values"),
    70108: (
        "{column} is not an amount in whole yen: {value}",
        "Use plain digits: no decimals, commas, yen signs or other currencies",
    ),
    70109: (
        "{column} contains characters that are not allowed",
        "Byte {limit} of its line cannot be read; type the value again",
        "Type the value again",
    ),
    70110: ("The last columns are missing and were read as empty", "Nothing to do"),
    70111: ("{column} was repaired: {value} became {limit}", "Check the value"),
    70112: ("{column} may have lost its leading zero", "Format the column as text, or run with --repair"),
    70201: (
        "File type was not recognised",
        "Nearest format: {limit}; check the header row",
        "This is {value}: {column}",
    ),
    70202: (
        "The headings can be read in more than one way",
        "{column} may count something else: head the units of each row {limit}, and leave {column} out",
        "Use the standard columns of one format",
    ),
    70203: (
        "Text encoding was not recognised: line {value}, column {column}",
        "It cannot be read as {limit}: save XML as UTF-8, or declare Shift_JIS",
        "Save it as UTF-8 or CP932",
    ),
    70204: ("File is empty", "Check the export"),
    70205: ("File is over the size limit", "Split it and drop the parts"),
    70206: ("The envelope says {value}, but the content is {limit}", "Export it with the right MessageType"),
    70207: (
        "The same file was already processed in run {value}",
        "It was not applied again. Records rejected then: {limit}; correct {column}",
        "Nothing to do; it was not applied again",
    ),
    70208: ("File belongs to another seller", "Check that it is in the right inbox"),
    70209: (
        "A spreadsheet put cells in quotes",
        "Save it without quotes, or run with --repair if no cell contains a line break",
    ),
    70210: (
        "Cells that a spreadsheet seems to have put in quotes: {value}; read unchanged",
        "Save it without quotes, or run with --repair",
    ),
    70211: ("Cells with their quotes removed: {value}", "Check the values"),
    90012: ("Required column {column} is missing", "Fix the header row and drop the file again"),
    90061: (
        "Not known, so not used: {column}",
        "Did you mean {limit}?",
        "Values are kept in the archive only; if they matter, use a heading of docs/formats.md",
    ),
    90118: ("{column} is longer than {limit}", "Shorten it and drop the file again"),
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
    "a .gz file inside a .gz file": "unpack it once and drop the result",
    "a .gz file of several files": "unpack it and drop each file",
    "a .gz file with extra data after its end": "compress the file again",
    "a damaged .gz file": "copy it again, or compress it again",
} | {kind: file.remedy for kind, file in FOREIGN_FILES.items()}
"""Files that are not feeds: what each is, and what to do with it."""
BY_POSITION = "{message} (message {record} in the file, counted by position: it has no MessageID of its own)"
