"""What participants and staff do with courses beside reading them: the pages themselves are Wagtail's."""
