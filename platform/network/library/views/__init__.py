"""The library in the Wagtail admin: of an NGO (`shelf`, `updating`, `offering`) and of the hub (`hub_library`)."""
