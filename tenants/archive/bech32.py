"""Writes bytes as keys of age are written: Bech32, whose last six letters tell a mistyped one (BIP 173)."""

LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)


def encoded(prefix: str, data: bytes) -> str:
    """`prefix`, a 1, the bytes in letters of five bits, six letters of proof; all small."""
    bits = "".join(f"{byte:08b}" for byte in data)
    values = [int(bits[at : at + 5].ljust(5, "0"), 2) for at in range(0, len(bits), 5)]
    high, low = [ord(letter) >> 5 for letter in prefix], [ord(letter) & 31 for letter in prefix]
    proof = _remainder([*high, 0, *low, *values, 0, 0, 0, 0, 0, 0]) ^ 1
    return f"{prefix}1" + "".join(
        LETTERS[value] for value in [*values, *(proof >> 5 * (5 - at) & 31 for at in range(6))]
    )


def _remainder(values: list[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for bit, factor in enumerate(GENERATOR):
            check ^= factor if top >> bit & 1 else 0
    return check
