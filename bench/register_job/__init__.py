"""A register of five million observations: 200 countries, two vintages and their revisions, on both databases."""
