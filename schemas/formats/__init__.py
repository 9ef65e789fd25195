"""One declaration per format: feeds, reports, and the lists that a run publishes."""
