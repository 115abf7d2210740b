"""Recording → Misheard: an independent listener says what is not heard as it should be."""
