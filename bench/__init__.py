"""Benchmarks: each module has `run()`, which times one main job beside a named peer."""
