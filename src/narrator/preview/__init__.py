"""The output folder in a browser (world)."""
