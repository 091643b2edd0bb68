"""What is compared: each is a program of its own, `python -m benchmarks.contenders.NAME LOGIN_ADDRESS CLIENTS_JSON`."""
