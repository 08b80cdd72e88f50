"""What follows from the records: counts, names, addresses, history, citations."""
