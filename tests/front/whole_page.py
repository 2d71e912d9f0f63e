"""A page without a browser that keeps, as a browser does, what a run of some parts left alone."""

from collections.abc import Collection, Sequence
from unittest.mock import patch

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.local_script_runner import LocalScriptRunner


class WholePage(AppTest):
    """An ``AppTest`` whose tree is the page, not only what the last run drew of it."""

    kept: Sequence[ForwardMsg] = ()
    drawn: Collection[str] = ()
    """The fragments that the last run drew, and an empty text if it drew more than these."""

    def _run(self, *args, **kwargs):
        before, heard = self.kept, LocalScriptRunner.forward_msgs

        def all_messages(runner):
            new = heard(runner)
            self.drawn = {each.delta.fragment_id for each in new if each.HasField("delta")}
            self.kept = merged(before, new, self.drawn)
            return self.kept

        with patch.object(LocalScriptRunner, "forward_msgs", all_messages):
            return super()._run(*args, **kwargs)


def whole(page):
    """The same page as one that keeps what it was."""
    page.__class__ = WholePage  # Streamlit makes plain ones only
    return page


def merged(before, new, drawn):
    """What a browser shows: all that is new, and what was there of parts that were not drawn."""
    if "" in drawn:
        return new
    return [each for each in before if each.delta.fragment_id not in drawn] + list(new)
