"""The charter: a text with versions that organisations sign by a mail to the address of a role, and withdraw from."""
