"""The plots, in the order in which a page shows them.

Each is a module with ``KEY``, ``TITLE``, the ``QUESTION`` it answers, ``data(...)``, which computes
a named tuple, ``figure(data, theme)``, which draws it, and ``alt(data)``, which tells it in words.
"""

from app.figures import angle, loss_space, losses, parameter_space, similarity

PLOTS = (parameter_space, loss_space, angle, similarity, losses)
