"""Explore: methods on a landscape, as paths, curves, scores and a table."""
