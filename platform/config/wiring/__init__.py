"""What no single app may know: the worker's timetable and what a new tenant is given, over all apps."""
