from reports import cp932


def test_every_character_is_held_exactly_if_the_codec_encodes_it():
    plane = [chr(point) for point in range(0x10000) if not 0xD800 <= point < 0xE000]
    encoded = "".join(plane).encode("cp932", errors="ignore").decode("cp932")
    held = cp932._is_encodable()
    assert sum(held) == len(encoded)
    assert not held[0x10000]
    assert all(held[ord(character)] for character in encoded)


def test_company_marks_and_old_letters_of_names_are_kept():
    data, lines, cells = cp932.encode("髙﨑①㈱~\r\n".encode())
    assert data.decode("cp932") == "髙﨑①㈱~\r\n"
    assert not [*lines, *cells]


def test_a_character_outside_becomes_the_mark_and_its_cell_is_named_once():
    data, lines, cells = cp932.encode("ok\tx\r\n𠮷野𠮷\té\r\n".encode())
    assert data.decode("cp932") == "ok\tx\r\n〓野〓\t〓\r\n"
    assert list(zip(lines, cells, strict=True)) == [(1, 0), (1, 1)]
