"""What the run.json of a run says of its feeds."""

OUTCOMES = ("accepted", "warning", "unchanged", "held", "rejected")


def feed_named(result, name):
    """What a run says of the feed of this name."""
    [feed] = [feed for feed in result.document["feeds"] if feed["name"] == name]
    return feed


def counts_of_feed(feed):
    """How many records of a feed ended as what."""
    return {outcome: feed[outcome] for outcome in OUTCOMES if feed[outcome]}


def outcome_counts(result):
    """How many records ended as what, of every feed."""
    return [counts_of_feed(feed) for feed in result.document["feeds"]]


def codes_by_feed(result):
    return [[code["code"] for code in feed["codes"]] for feed in result.document["feeds"]]


def code_counts(result):
    """How often each code was given, over all feeds."""
    return {code["code"]: code["count"] for feed in result.document["feeds"] for code in feed["codes"]}
