"""How fast, against what, and where the time goes: `python -m benchmarks --help`. Not shipped with the program."""
