"""Renews digital certificates in InvoiCy by driving the portal in a real browser. Start at `rpa/renew.py`."""

__version__ = "0.1.0"
