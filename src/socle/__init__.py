"""Socle: a benefit is written once, as law, and everything is computed from it."""

__version__ = "0.1.0"
