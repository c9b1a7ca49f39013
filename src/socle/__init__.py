"""Socle: a benefit is written once, as law, and everything is computed from it.

The main flows are in `socle.run`: `from socle.run import floor`.
"""

from socle.ground.version import VERSION

__version__ = VERSION

__all__ = ["__version__"]
