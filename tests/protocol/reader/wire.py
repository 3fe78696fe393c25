"""Bytes: protobuf's wire format (sections 1 and 4), big-endian fields, and the refusal with its name (section 16)."""


class Refused(Exception):
    def __init__(self, code, detail=""):
        super().__init__(f"{code}: {detail}")
        self.code = code


def malformed(detail):
    return Refused("malformed", detail)


def require(condition, detail):
    if not condition:
        raise malformed(detail)


def _varint(data, at):
    value = 0
    for count in range(10):
        require(at < len(data), "a varint is cut off")
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << (7 * count)
        if byte < 0x80:
            return value & (2**64 - 1), at
    raise malformed("a varint has over ten bytes")


class Message:
    """Fields by number; unknown ones are kept and ignored. The last of several scalars counts."""

    def __init__(self, data):
        self.fields = {}
        at = 0
        while at < len(data):
            tag, at = _varint(data, at)
            number, wire_type = tag >> 3, tag & 7
            require(0 < number < 2**29, "an impossible field number")
            if wire_type == 0:
                value, at = _varint(data, at)
            elif wire_type in (1, 5):
                size = 8 if wire_type == 1 else 4
                require(at + size <= len(data), "a fixed field is cut off")
                value, at = data[at:at + size], at + size
            elif wire_type == 2:
                size, at = _varint(data, at)
                require(at + size <= len(data), "a field is cut off")
                value, at = data[at:at + size], at + size
            else:
                raise malformed("a group or an unknown wire type")
            self.fields.setdefault(number, []).append((wire_type, value))

    def _values(self, number, wire_type):
        return [value for kind, value in self.fields.get(number, []) if kind == wire_type]

    def has(self, number):
        return number in self.fields

    def integer(self, number):
        values = self._values(number, 0)
        return values[-1] if values else 0

    def u32(self, number):
        return self.integer(number) & 0xFFFFFFFF

    def signed_fixed(self, number):
        values = self._values(number, 1)
        return int.from_bytes(values[-1], "little", signed=True) if values else 0

    def bytes(self, number):
        values = self._values(number, 2)
        return values[-1] if values else b""

    def all_bytes(self, number):
        return self._values(number, 2)

    def message(self, number):
        return Message(b"".join(self._values(number, 2)))

    def integers(self, number):
        """Repeated integers, packed or not."""
        result = []
        for kind, value in self.fields.get(number, []):
            if kind == 0:
                result.append(value)
            elif kind == 2:
                at = 0
                while at < len(value):
                    item, at = _varint(value, at)
                    result.append(item)
        return result


LATEST = 253_402_300_799_000_000  # The end of the year 9999.
LONGEST = 400 * 24 * 3600 * 1_000_000


def time(value, name):
    require(0 <= value <= LATEST, f"{name} is out of range")
    return value


def duration(value, name):
    require(value <= LONGEST, f"{name} is over 400 days")
    return value


def sized(data, size, name):
    require(len(data) == size, f"{name} is not {size} bytes")
    return data


def u(data):
    return int.from_bytes(data, "big")


def read_frames(stream):
    """Section 3: the completed bodies and how many bytes are left over."""
    bodies, at = [], 0
    while len(stream) - at >= 4:
        size = u(stream[at:at + 4])
        require(size > 0, "a frame of 0 bytes")
        if size > 1024 * 1024:
            raise Refused("too_large", "a frame over 1 MiB")
        if len(stream) - at - 4 < size:
            break
        bodies.append(stream[at + 4:at + 4 + size])
        at += 4 + size
    return bodies, len(stream) - at
