"""Measures the suite against hand-written SQL, itself when small, and OCA's addons."""
