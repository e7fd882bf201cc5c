"""What a browser says of the device it is on."""

import base64
import binascii
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core import push
from people.messages.devices import add_device
from people.models import Person

UNUSUAL = _("Your browser said something unusual. Try again.")
SECRET = 16  # bytes


class DeviceForm(forms.Form):
    """Which device: its address, as sign-out and “Stop on this device” name it; none: all."""

    endpoint = forms.CharField(max_length=1000, required=False)


class SubscriptionForm(DeviceForm):
    """An address of a push service that is known here, with keys."""

    endpoint = forms.CharField(max_length=1000, error_messages={"required": UNUSUAL, "max_length": UNUSUAL})
    p256dh = forms.CharField(max_length=100, error_messages={"required": UNUSUAL, "max_length": UNUSUAL})
    auth = forms.CharField(max_length=40, error_messages={"required": UNUSUAL, "max_length": UNUSUAL})

    def clean_endpoint(self) -> str:
        endpoint: str = self.cleaned_data["endpoint"]
        if not push.is_known(endpoint):
            raise ValidationError(
                _("The notification service of your browser is not known here. Take Chrome, Firefox, Edge or Safari, "
                  "or leave a mail address or a phone under “My data”.")
            )  # fmt: skip
        return endpoint

    def clean_p256dh(self) -> str:
        return self._checked("p256dh", push.is_point)

    def clean_auth(self) -> str:
        return self._checked("auth", lambda secret: len(secret) == SECRET)

    def save(self, person: Person) -> None:
        """Remind the person there."""
        add_device(person=person, device=push.Device(**self.cleaned_data))

    def _checked(self, name: str, is_right: Any) -> str:
        value: str = self.cleaned_data[name].rstrip("=")
        try:
            raw = base64.b64decode(value + "=" * (-len(value) % 4), altchars=b"-_", validate=True)
        except (binascii.Error, ValueError):
            raise ValidationError(UNUSUAL) from None
        if not is_right(raw):
            raise ValidationError(UNUSUAL)
        return value
