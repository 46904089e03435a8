"""What providers are asked about themselves and what they offer."""
