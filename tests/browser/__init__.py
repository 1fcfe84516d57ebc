"""What only a real browser can tell. Not part of `make test`: `make browser` runs these files (`browse_*.py`)."""
