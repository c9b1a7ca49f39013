"""One job of a million persons in households: six schemes, poverty and inequality before and after."""
