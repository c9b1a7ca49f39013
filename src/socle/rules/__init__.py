"""The law: who (eligibility), how much (entitlement), who pays (financing), what moves it (insurance).

Importing it fills the rulebook.
"""

from socle.rules import eligibility, entitlement, financing, insurance

__all__ = ["eligibility", "entitlement", "financing", "insurance"]
