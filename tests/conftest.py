"""One thread for each process, those that tests start as well; and the longest test first.

Searches for counter-examples are not timed, and CI searches at the same places every time.
"""

import os
import sys
from functools import cache

import pytest
from hypothesis import settings

settings.register_profile("suite", deadline=None, derandomize=os.environ.get("CI") == "true")
settings.load_profile("suite")
os.environ.setdefault("OMP_NUM_THREADS", "1")  # read when torch and numpy are first imported


def pytest_collection_modifyitems(items):
    """Types take longest where no cache is: begun at the end, the other process would wait."""
    items.sort(key=lambda item: item.path.name != "test_style.py")


@pytest.fixture(scope="session", autouse=True)
def installed_components():
    """Streamlit's ``AppTest`` reads what every installed package says of itself, a quarter of a
    second for each page: once is enough."""
    if "streamlit" in sys.modules:
        from streamlit.components.v2 import manifest_scanner

        with pytest.MonkeyPatch.context() as patched:
            scan = cache(manifest_scanner.scan_component_manifests)
            patched.setattr(manifest_scanner, "scan_component_manifests", scan)
            yield
    else:
        yield
