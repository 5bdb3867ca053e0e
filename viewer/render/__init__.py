"""Text to show and to print: blocks to the small HTML that Qt shows. No Qt."""
