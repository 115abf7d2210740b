"""An output folder → wherever it is published (world)."""
