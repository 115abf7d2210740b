"""What standards and conventions say, for every room."""
