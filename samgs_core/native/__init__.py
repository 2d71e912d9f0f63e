"""Steps as machine code: the traced step of one lane, written as C++ and compiled once.

A run of small tensors spends its time between the operations, not in them. Here one step of a
batch is traced with torch, every operation is taken apart into scalars, and the whole loop over
steps and lanes becomes one function, with a vector of lanes in place of each scalar: hundreds
of times faster than in torch, and free of the interpreter's lock.
"""
