from django.apps import AppConfig


class NetworkConfig(AppConfig):
    name = "network"

    def ready(self) -> None:
        from network import receivers  # noqa: F401  keeps the place of a tenant that leaves, forgets one that is removed
        from network.plugins import plug_in  # imports models

        plug_in()
