"""The benchmark of the papers from the command line: ``python -m app.bench rooms``."""
