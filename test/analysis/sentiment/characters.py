"""What Python takes each code point for, one letter each: U upper, L lower or title case, S space, - none."""

import sys
import unicodedata


def kind(character):
    if character.isspace():
        return "S"
    if character.islower() or unicodedata.category(character) == "Lt":
        return "L"
    return "U" if character.isupper() else "-"


sys.stdout.write(unicodedata.unidata_version + "\n")
sys.stdout.write("".join(kind(chr(point)) for point in range(0x110000)))
