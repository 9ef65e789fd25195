"""One declaration a format: feeds, reports, and the lists that a run publishes."""
