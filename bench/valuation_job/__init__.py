"""A scheme of social insurance over 75 years, once and a thousand times, told in one way to every tool."""
