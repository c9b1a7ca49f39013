"""A closed block of 100,000 records for 75 years, told in one way to every tool."""
