"""One thread for each process, those that tests start as well; and the longest test first.

Searches for counter-examples are not timed, and CI searches at the same places every time.
"""

import os

from hypothesis import settings

settings.register_profile("suite", deadline=None, derandomize=os.environ.get("CI") == "true")
settings.load_profile("suite")
os.environ.setdefault("OMP_NUM_THREADS", "1")  # read when torch and numpy are first imported


def pytest_collection_modifyitems(items):
    """Types take longest where no cache is: begun at the end, the other process would wait."""
    items.sort(key=lambda item: item.path.name != "test_style.py")
