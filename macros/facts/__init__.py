"""What is known: the records, the rules they keep, and the quotations that prove them."""
