"""Faults and harmless edits that are planted in a copy of the real course, to see what its rules make of them."""
