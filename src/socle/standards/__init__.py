"""Conventions as tests: what an international instrument asks, applied to what is given. No file, no calendar."""
