"""One thread for each process of the tests, and for those that they start."""

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")  # read when torch and numpy are first imported
