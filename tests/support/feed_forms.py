"""Records, written once as dicts of text, in the forms of a feed: a flat file, or XML by the declared paths."""


def flat_file(rows, end="\n"):
    """Rows as a flat file: the headings of all, in the order in which they first come."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    lines = ["\t".join(names), *("\t".join(row.get(name, "") for name in names) for row in rows)]
    return "".join(line + end for line in lines)


def xml_feed(kind, messages, seller="M1", payload=""):
    """Payload bodies as an AmazonEnvelope; a message is a body, or (body, what stands before the payload)."""
    parts = []
    for number, message in enumerate(messages, 1):
        body, head = message if isinstance(message, tuple) else (message, f"<MessageID>{number}</MessageID>")
        parts.append(f"<Message>{head}<{payload or kind}>{body}</{payload or kind}></Message>\n")
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<AmazonEnvelope>\n'
        f"<Header><DocumentVersion>1.01</DocumentVersion><MerchantIdentifier>{seller}</MerchantIdentifier></Header>\n"
        f"<MessageType>{kind}</MessageType>\n{''.join(parts)}</AmazonEnvelope>\n"
    )


def xml_component(kind, amount, currency="JPY"):
    """One amount of an item."""
    return f'<Component><Type>{kind}</Type><Amount currency="{currency}">{amount}</Amount></Component>'


def xml_payload(table, *rows):
    """The rows of one record as the body of a message: what is said once from the first, an item for each.

    Columns without a place in the XML form are left out, and so are blank ones; what is added up over all items stands
    in the first one.
    """
    filled = [{name: text for name, text in row.items() if text and table[name].xml} for row in rows]
    once = {name: text for name, text in filled[0].items() if not _of_item(table, name)}
    items = [
        {name: text for name, text in row.items() if _of_item(table, name) and not (place and _over_all(table, name))}
        for place, row in enumerate(filled)
    ]
    return _branches(table, once) + "".join(_branches(table, item) for item in items)


def _of_item(table, name):
    return bool(table.item) and table[name].xml.removeprefix("./").startswith(f"{table.item}/")


def _over_all(table, name):
    return table[name].xml.startswith("./")


def _branches(table, row):
    tree, attributes = {}, {}
    for name, text in row.items():
        *above, last = table[name].xml.removeprefix("./").split("/")
        last, _, attribute = last.partition("@")
        if attribute:
            attributes[last] = f' {attribute}="{escaped_text(text)}"'
            continue
        below = tree
        for step in above:
            below = below.setdefault(step, {})
        below[last] = text
    return _xml_text(tree, attributes)


def _xml_text(tree, attributes):
    parts = []
    for step, below in tree.items():
        name, _, kind = step.rstrip("]").partition("[")
        inside = f"<Type>{kind}</Type>" * bool(kind)
        inside += _xml_text(below, attributes) if isinstance(below, dict) else escaped_text(below)
        parts.append(f"<{name}{attributes.get(name, '')}>{inside}</{name}>")
    return "".join(parts)


def escaped_text(text):
    """Text as it stands between tags."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
