"""Writes the images of the decoder's tests, and what Pillow reads from them.

Run in this folder with Pillow 12.3.0. Each line of expected.properties is what Pillow makes of a file,
in height, width, channel order.
"""

from PIL import Image

WIDTH, HEIGHT = 7, 5


def colour(x, y):
    return (x * 36 % 256, y * 60 % 256, (x * y * 29 + 11) % 256)


def numbers(image):
    return ",".join(str(value) for value in image.tobytes())


def main():
    rgb = Image.new("RGB", (WIDTH, HEIGHT))
    rgb.putdata([colour(x, y) for y in range(HEIGHT) for x in range(WIDTH)])
    grey = rgb.convert("L")
    rgba = rgb.copy()
    alpha = Image.new("L", (WIDTH, HEIGHT))
    alpha.putdata([(x * 50 + y * 10) % 256 for y in range(HEIGHT) for x in range(WIDTH)])
    rgba.putalpha(alpha)
    white = Image.new("RGBA", rgba.size, (255, 255, 255, 255))
    grey_alpha = Image.merge("LA", (grey, alpha))
    grey16 = Image.new("I;16", (WIDTH, HEIGHT))
    grey16.putdata([value * 257 for value in grey.tobytes()])
    bilevel = grey.point(lambda value: 255 * (value > 100)).convert("1")
    palette = rgb.quantize(16)
    smooth = Image.linear_gradient("L").resize((24, 16))
    smooth = Image.merge("RGB", (smooth, smooth.transpose(Image.Transpose.ROTATE_180), smooth))

    expected = {}

    def save(name, image, seen, **options):
        image.save(name, **options)
        expected[name] = numbers(seen)

    save("rgb.png", rgb, rgb)
    save("rgb.bmp", rgb, rgb)
    save("grey.png", grey, grey)
    save("grey.bmp", grey, grey)
    save("grey.gif", grey, grey)
    save("grey16.png", grey16, grey)
    save("bilevel.png", bilevel, bilevel.convert("L"))
    save("palette.png", palette, palette.convert("RGB"))
    save("palette.gif", palette, palette.convert("RGB"))
    save("rgba.png", rgba, Image.alpha_composite(white, rgba).convert("RGB"))
    save(
        "grey-alpha.png",
        grey_alpha,
        Image.alpha_composite(white, grey_alpha.convert("RGBA")).convert("L"),
    )
    for name, image in (("rgb.jpg", smooth), ("grey.jpg", smooth.convert("L"))):
        image.save(name, quality=95)
        expected[name] = numbers(Image.open(name))
    smooth.convert("CMYK").save("cmyk.jpg")
    expected["cmyk.jpg"] = numbers(Image.open("cmyk.jpg").convert("RGB"))

    expected["rgb.png.grey"] = numbers(grey)
    expected["grey.png.rgb"] = numbers(grey.convert("RGB"))
    for height, width in ((3, 4), (1, 1), (5, 2), (9, 10), (4, 13)):
        resized = rgb.resize((width, height), Image.Resampling.BILINEAR)
        expected[f"rgb.png.{height}x{width}"] = numbers(resized)

    with open("expected.properties", "w", encoding="ascii") as file:
        for key, value in expected.items():
            file.write(f"{key}={value}\n")


main()
