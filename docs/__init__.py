"""The guide for support, and what makes its pictures."""
