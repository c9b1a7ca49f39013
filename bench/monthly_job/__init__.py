"""Many variables, each a month, each resting on the one before: what fills the memory of those who keep all."""
