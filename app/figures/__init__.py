"""The plots, one a module.

Each has ``KEY``, ``TITLE``, ``data(...)``, which computes a named tuple, ``figure(data, theme)``,
which draws it, and ``alt(data)``, which tells it in words.
"""
