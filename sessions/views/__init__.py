"""Pages of coordinators and trainers: each fetches with permission, calls, renders."""
