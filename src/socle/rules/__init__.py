"""The law: who (eligibility), how much (entitlement), who pays (financing). Importing it fills the rulebook."""

from socle.rules import eligibility, entitlement, financing

__all__ = ["eligibility", "entitlement", "financing"]
