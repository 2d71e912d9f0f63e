"""Names for the shapes that flow through the engine.

Letters: B trajectories, S recorded steps, T tasks, D coordinates.
"""

from typing import Any, TypeAlias

from torch import Tensor

Points: TypeAlias = Tensor  # [B, D] positions in parameter space
Losses: TypeAlias = Tensor  # [B, T] one loss per task
Grads: TypeAlias = Tensor  # [B, T, D] one gradient per task
Direction: TypeAlias = Tensor  # [B, D] the merged gradient
Draws: TypeAlias = Tensor  # [n] uniform numbers in [0, 1) for one step, shared by the batch
State: TypeAlias = Any  # a method's or an optimiser's own tuple of tensors
