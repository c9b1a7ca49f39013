"""An invented contributor file under laws that bend money, drawn person by person and counted in cells."""
