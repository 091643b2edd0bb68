"""The stand-in portal's own tests: raw scripts, no page objects."""
