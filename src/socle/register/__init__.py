"""The register: what countries entered and agreed on, with who, when and why, and nothing ever erased.

SQLite in one file by default, PostgreSQL for offices that share one. Only this room knows SQL.
"""
