"""Being present: the wall's code, badges, devices and their clocks."""
