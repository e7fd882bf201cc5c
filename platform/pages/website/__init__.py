"""The website of the hub and of an NGO: news, projects, partners, meetings, a library of files, contact."""
