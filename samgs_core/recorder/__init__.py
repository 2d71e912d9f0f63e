"""The flight recorder: what the task gradients of a training were to one another."""

from samgs_core.recorder.recorder import Recorder
from samgs_core.recorder.recording import Recording
from samgs_core.recorder.replay import CannotReplay, Replay, replay
from samgs_core.recorder.watch import watch

__all__ = ["CannotReplay", "Recorder", "Recording", "Replay", "replay", "watch"]
