"""Writes the images of the decoder's tests in TIFF and WebP, and those that a camera's note turns.

Run in this folder with Pillow 9.4.0. Each line of formats.properties is what Pillow makes of a file,
in height, width, channel order; turned images as ImageOps.exif_transpose shows them.
"""

from PIL import Image, ImageOps

ORIENTATION = 0x112


def numbers(image):
    image.load()
    return ",".join(str(value) for value in image.tobytes())


def main():
    rgb = Image.open("rgb.png")
    rgba = Image.open("rgba.png")
    grey = Image.open("grey.png")
    on_white = Image.alpha_composite(Image.new("RGBA", rgba.size, (255,) * 4), rgba).convert("RGB")
    smooth = Image.open("rgb.jpg")
    expected = {}

    def save(name, image, seen, **options):
        image.save(name, **options)
        expected[name] = numbers(seen)

    save("rgb.tif", rgb, rgb)
    save("rgb-lzw.tif", rgb, rgb, compression="tiff_lzw")
    save("grey.tif", grey, grey)
    save("rgb.webp", rgb, rgb, lossless=True)
    save("rgba.webp", rgba, on_white, lossless=True, exact=True)
    smooth.save("smooth.webp", quality=95)
    # Smaller, as the decoders enlarge the colours of lossy images in different ways.
    small = Image.open("smooth.webp").resize((6, 4), Image.Resampling.BILINEAR)
    expected["smooth.webp"] = numbers(small)

    for orientation in range(1, 9):
        exif = Image.Exif()
        exif[ORIENTATION] = orientation
        name = f"orientation{orientation}.png"
        rgb.save(name, exif=exif)
        expected[name] = numbers(ImageOps.exif_transpose(Image.open(name)))
        if orientation == 6:
            smooth.save("orientation6.jpg", quality=95, exif=exif)
            rgb.save("orientation6.webp", lossless=True, exif=exif)
            # Pillow's writer puts the field into the file's own directory, where TIFF has it.
            rgb.save("orientation6.tif", tiffinfo={ORIENTATION: orientation})
            for name in ("orientation6.jpg", "orientation6.webp"):
                expected[name] = numbers(ImageOps.exif_transpose(Image.open(name)))
            # Of TIFF it turns the image when it is loaded; this version's exif_transpose again.
            expected["orientation6.tif"] = numbers(Image.open("orientation6.tif"))

    with open("formats.properties", "w", encoding="ascii") as file:
        for key, value in expected.items():
            file.write(f"{key}={value}\n")


main()
