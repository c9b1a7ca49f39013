"""Servers of the web application side by side with a peer, and those who ask of them."""
