"""Pictures freed of what they tell about who made them."""

import io

import pytest
from PIL import Image, ImageCms, ImageOps, PngImagePlugin

from core.metadata.colour import neutral_profile
from core.metadata.errors import TooManyPixelsError
from core.metadata.stripping import strip
from tests.support.metadata import difference, opened
from tests.support.pictures import blank_png, phone
from tests.support.traces import sample, traces

EXIFLESS = [("JPEG", "jpg"), ("PNG", "png"), ("WEBP", "webp")]


@pytest.mark.parametrize(("kind", "suffix"), EXIFLESS)
def test_an_upright_picture_is_not_drawn_anew(kind, suffix):
    data = phone(kind, **({"lossless": True} if kind == "WEBP" else {}))
    bare = strip(data, suffix).data
    assert traces(data) >= {"Marque", "Auteure"}
    assert (traces(bare), dict(opened(bare).getexif())) == (set(), {})
    assert difference(opened(data), opened(bare)) == 0
    assert opened(bare).info["icc_profile"] == neutral_profile(opened(data).info["icc_profile"])


@pytest.mark.parametrize("orientation", range(2, 9))
@pytest.mark.parametrize(("kind", "suffix"), EXIFLESS)
def test_a_turned_picture_is_upright_before_its_exif_goes(kind, suffix, orientation):
    data = phone(kind, orientation, quality=95)
    bare = opened(strip(data, suffix).data)
    upright = ImageOps.exif_transpose(opened(data))
    assert (bare.size, dict(bare.getexif())) == (upright.size, {})
    corners = [(2, 2), (bare.width - 3, 2), (2, bare.height - 3), (bare.width - 3, bare.height - 3)]
    reds = [upright.convert("RGB").getpixel(place)[1] < 128 for place in corners]
    assert [bare.convert("RGB").getpixel(place)[1] < 128 for place in corners] == reds
    assert reds.count(True) == 1


def test_what_follows_the_end_of_a_picture_goes():
    """Phones hide a film or a second picture there."""
    data = phone("JPEG")
    assert strip(data + sample("sample.mp4"), "jpg") == strip(data, "jpg")


def test_a_comment_and_a_thumbnail_of_a_jpeg_go():
    data = phone("JPEG", comment=b"confidentiel")
    assert (traces(data) >= {"confidentiel"}, traces(strip(data, "jpg").data)) == (True, set())


def test_words_in_a_png_go():
    words = PngImagePlugin.PngInfo()
    words.add_text("Author", "Auteure")
    words.add_itxt("XML:com.adobe.xmp", "confidentiel")
    data = phone("PNG", pnginfo=words)
    assert strip(data, "png") == strip(phone("PNG"), "png")


def test_an_animation_goes_on_and_its_comment_goes():
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "green", "blue")]
    written = io.BytesIO()
    frames[0].save(
        written, "GIF", save_all=True, append_images=frames[1:], comment=b"confidentiel", loop=0, duration=50
    )
    bare = strip(written.getvalue(), "gif").data
    assert (traces(written.getvalue()), traces(bare)) == ({"confidentiel"}, set())
    assert (opened(bare).n_frames, opened(bare).info["loop"], opened(bare).info["duration"]) == (3, 0, 50)


@pytest.mark.parametrize(("kind", "suffix"), [("AVIF", "avif"), ("TIFF", "tif"), ("BMP", "bmp")])
def test_what_is_no_format_of_the_web_is_a_jpeg(kind, suffix):
    data = phone(kind) if kind != "BMP" else _plain("BMP")
    bare = strip(data, suffix)
    assert (bare.suffix, opened(bare.data).format, traces(bare.data)) == ("jpg", "JPEG", set())
    places = (5, 5), (25, 18)
    seen = [[image.convert("RGB").getpixel(place) for place in places] for image in (opened(data), opened(bare.data))]
    assert all(abs(one - other) < 12 for pair in zip(*seen, strict=True) for one, other in zip(*pair, strict=True))


def _plain(kind):
    written = io.BytesIO()
    Image.new("RGB", (30, 20), "red").save(written, kind)
    return written.getvalue()


def test_a_see_through_picture_stays_so():
    image = Image.new("RGBA", (30, 20), (255, 0, 0, 90))
    written = io.BytesIO()
    image.save(written, "AVIF")
    bare = strip(written.getvalue(), "avif")
    assert (bare.suffix, opened(bare.data).getpixel((3, 3))[3]) == ("png", 90)


def test_a_profile_keeps_its_colours_and_forgets_its_device():
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[48:56] = b"APPLmodl"
    neutral = neutral_profile(bytes(profile))
    assert b"APPL" not in neutral
    assert neutral_profile(neutral) == neutral
    wheel = Image.linear_gradient("L").convert("RGB")
    swapped = Image.merge("RGB", (wheel.getchannel(0), wheel.getchannel(1).rotate(90), wheel.getchannel(2).rotate(180)))
    lab = ImageCms.createProfile("LAB")
    seen = [
        ImageCms.profileToProfile(swapped, io.BytesIO(given), lab, outputMode="LAB").tobytes()
        for given in (bytes(profile), neutral)
    ]
    assert seen[0] == seen[1]


@pytest.mark.parametrize("size", [(14_000, 14_000), (7_100, 7_100)])
def test_a_picture_that_would_fill_the_memory_is_refused_before_it_is_unpacked(size):
    with pytest.raises(TooManyPixelsError):
        strip(blank_png(*size), "png")
