"""What was public when: histories, comparisons, pages as they stood, and what was taken out of them."""
