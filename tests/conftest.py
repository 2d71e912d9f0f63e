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
def quick_pages():
    """Streamlit's ``AppTest`` reads what every installed package says of itself, a quarter of a
    second for each page, where once is enough; and it asks a thousand times a second whether the
    page is done, where it can be told."""
    if "streamlit.testing.v1" not in sys.modules:
        yield
        return
    from streamlit.components.v2 import manifest_scanner
    from streamlit.testing.v1 import local_script_runner

    ask = local_script_runner.require_widgets_deltas

    def join(runner, timeout):
        runner._script_thread.join(timeout)
        ask(runner, 1.0 if runner.script_stopped() else 0.0)  # 0: it ends the run and says so

    with pytest.MonkeyPatch.context() as patched:
        scan = cache(manifest_scanner.scan_component_manifests)
        patched.setattr(manifest_scanner, "scan_component_manifests", scan)
        patched.setattr(local_script_runner, "require_widgets_deltas", join)
        yield
