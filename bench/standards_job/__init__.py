"""The standards of 21 countries, by Socle and by a rule engine."""
