"""`rpa watch`: reads what every company has, and says who needs a certificate. It never writes. Start at `command`."""
