from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "people"

    def ready(self) -> None:
        from people import history  # noqa: F401  what My data says about corrections
        from people.messages import invitations, own_data  # noqa: F401  links to open an account; reminders in My data
