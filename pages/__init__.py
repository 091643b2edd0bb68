"""A map of the InvoiCy portal: one class per screen. Usable alone, in any Playwright suite."""
