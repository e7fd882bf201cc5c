from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    name = "certificates"

    def ready(self) -> None:
        from certificates import receivers  # noqa: F401  what an erased person leaves on certificates
        from certificates.plugins import plug_in  # imports models

        plug_in()
