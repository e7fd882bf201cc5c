"""The second step of signing in: an application's code, a passkey or a recovery code, by django-allauth."""
