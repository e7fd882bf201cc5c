"""The demo: six fictional NGOs with their years, a course, accounts; the page of all components. Off in production."""
