"""What a training step costs at least, and what a GPU can do at most."""

import re

# Peaks without sparsity: 10¹² operations a second in float32 outside tensor cores, in TF32 and in
# bfloat16 with float32 sums on them; 10⁹ bytes a second of memory. The first name that fits counts.
PEAKS = [
    # NVIDIA GB200 NVL72 and HGX B200 datasheets, a GPU of each (with sparsity twice the last two).
    (r"GB200", 80, 1250, 2500, 8000),
    (r"B200", 75, 1125, 2250, 7700),
    # NVIDIA GH200 datasheet, 96 GB and 144 GB.
    (r"GH200 144G", 67, 494.5, 989.5, 4900),
    (r"GH200", 67, 494.5, 989.5, 4000),
    # NVIDIA H200 datasheet, NVL and SXM.
    (r"H200 NVL", 60, 417.5, 835.5, 4800),
    (r"H200", 67, 494.5, 989.5, 4800),
    # NVIDIA H100 datasheet, PCIe, NVL and SXM.
    (r"H100 PCIe", 51, 378, 756, 2000),
    (r"H100 NVL", 60, 417.5, 835.5, 3900),
    (r"H100", 67, 494.5, 989.5, 3350),
    # NVIDIA A100 datasheet.
    (r"A100.*80GB PCIe|A100-PCIE-80GB", 19.5, 156, 312, 1935),
    (r"A100.*80GB", 19.5, 156, 312, 2039),
    (r"A100", 19.5, 156, 312, 1555),
    # NVIDIA RTX Blackwell GPU architecture, appendix A.
    (r"RTX 5090", 104.8, 104.8, 209.5, 1792),
    # NVIDIA Ada GPU architecture, appendix A; L40S and L4 datasheets.
    (r"RTX 4090", 82.6, 82.6, 165.2, 1008),
    (r"L40S", 91.6, 183, 362, 864),
    (r"L4\b", 30.3, 60, 121, 300),
    # NVIDIA Ampere GA102 GPU architecture, appendix A; A10 datasheet.
    (r"RTX 3090", 35.6, 35.6, 71, 936),
    (r"A10\b", 31.2, 62.5, 125, 600),
]

PRECISIONS = ("float32", "tf32", "bf16")
PARAMETER_BYTES = 4


def peaks(gpu):
    """Of a GPU's name: operations a second by precision, and bytes a second; None if unknown."""
    for pattern, *rates, memory in PEAKS:
        if re.search(pattern, gpu):
            return {
                **{name: rate * 1e12 for name, rate in zip(PRECISIONS, rates)},
                "memory": memory * 1e9,
            }
    return None


def layers(filters, side=32, channels=1, latent=2):
    """(numbers in, numbers out, weights, multiplications) of each layer for an image.

    Strides are 2, kernels 3×3: a convolution multiplies each output by 9 · in weights, a transposed
    one each input by 9 · out. The two heads are one layer.
    """
    result = []
    size, before = side, channels
    for after in filters:
        size //= 2
        weights = 9 * before * after
        result.append(
            (4 * size**2 * before, size**2 * after, weights + after, size**2 * weights)
        )
        before = after
    features = size**2 * before
    result.append((features, 2 * latent, 2 * latent * (features + 1), 2 * latent * features))
    result.append((latent, features, (latent + 1) * features, latent * features))
    for after in reversed(filters):
        weights = 9 * before * after
        result.append(
            (size**2 * before, 4 * size**2 * after, weights + after, size**2 * weights)
        )
        size, before = 2 * size, after
    weights = 9 * before * channels
    result.append((side**2 * before, side**2 * channels, weights + channels, side**2 * weights))
    return result


def parameters(filters):
    """Numbers that are trained."""
    return sum(layer[2] for layer in layers(filters))


def operations(filters, batch):
    """Additions and multiplications of a step.

    Forward pass, gradient of the weights and, but for the first layer, gradient of the input: as
    many multiplications each, and an addition with each.
    """
    all_layers = layers(filters)
    return 2 * batch * (3 * sum(layer[3] for layer in all_layers) - all_layers[0][3])


def memory_bytes(filters, batch, precision):
    """Bytes of a step if each pass of a layer reads and writes its tensors once, activations fused.

    Forward: x, weights in, y out. Gradient of the weights: x, ∂y in, ∂w out. Gradient of the input:
    ∂y, weights and x, for the activation before, in, ∂x out. The likelihood reads logits and image
    and writes the logits' gradient. Adam reads θ, g, m, v and writes θ, m, v.
    """
    activation = 2 if precision == "bf16" else 4
    all_layers = layers(filters)
    numbers = weights = 0
    for number, (x, y, w, _) in enumerate(all_layers):
        numbers += 2 * x + 2 * y
        weights += 2 * w
        if number > 0:
            numbers += 2 * x + y
            weights += w
    pixels = all_layers[-1][1]
    numbers += 3 * pixels
    total = parameters(filters)
    images = batch * pixels * (1 + activation)
    return (
        batch * numbers * activation
        + (weights + 7 * total) * PARAMETER_BYTES
        + images
    )
