from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "people"

    def ready(self) -> None:
        from people.messages import invitations, own_data  # noqa: F401  links to open an account; reminders in My data
