"""Check-in: the code on the wall, badges, devices and their clocks."""
