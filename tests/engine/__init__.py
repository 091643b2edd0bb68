"""The engine of runs: nothing lost, nothing sent twice, whatever is killed and whenever."""
