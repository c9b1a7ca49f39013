"""The version, which is part of every fingerprint."""

VERSION = "0.1.0"
