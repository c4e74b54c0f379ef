"""From video to numbers."""
