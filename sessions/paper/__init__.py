"""Sign-in sheets on paper: printed with a code on each page, photographed, read, ticked, kept as evidence."""
