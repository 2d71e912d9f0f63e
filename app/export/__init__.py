"""What people take with them: figures, data, code, references. ``library`` gives it to programs."""
