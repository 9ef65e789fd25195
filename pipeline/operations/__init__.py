"""Whole jobs around a run: check feeds, run every workspace, split feeds, make a workspace, play the demo."""
