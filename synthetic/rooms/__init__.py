"""Rooms: pictures rendered from a seed, with class, depth and normal of every pixel."""

from synthetic.rooms.rooms import Rooms

__all__ = ["Rooms"]
