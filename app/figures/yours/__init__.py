"""The pictures of a recording: one file each, all over the same steps and with one cursor."""
