"""What the tests of attendance share: a room of forty, its pages, a camera that sees what the test shows it."""

from people.models import Person

NAMES = [f"{first} {family}" for first in ("Amina", "Bilal", "سلمى", "يوسف") for family in (
    "Alaoui", "Benali", "Chafik", "Driouch", "العلمي", "الفاسي", "بنعلي", "المرابط", "Tazi", "Zniber",
)]  # fmt: skip

# Linux Chromium reads no codes and has no camera here: what it would see is what the test shows it.
CAMERA = """
window.BarcodeDetector = class {
  static async getSupportedFormats() { return ["qr_code"]; }
  async detect() { const shown = window.shown; return shown ? [{ rawValue: shown }] : []; }
};
navigator.mediaDevices.getUserMedia = async () => {
  const canvas = document.createElement("canvas");
  canvas.getContext("2d").fillRect(0, 0, 10, 10);
  return canvas.captureStream(5);
};
"""


def person(name):
    return Person.objects.get(full_name=name)


def line(page, name):
    """Somebody's line of the roll."""
    return page.locator(".roll li").filter(has_text=name)
