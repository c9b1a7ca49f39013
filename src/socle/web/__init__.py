"""The web application: pages over the same verbs as the command line. No arithmetic, no file, no law in here."""
