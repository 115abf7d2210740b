"""The editor's desk: a script put right, heard, made and published in the browser."""
