"""Tests of what is known about certificates."""
