// Numbers in network order: written to the end of a buffer, read from a span that shrinks. Reading past the end gives zeros and
// is remembered, so a decoder checks once.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>

#include "protocol/keys.hpp"

namespace village::protocol {

/// Into memory that is there, for who has no buffer to grow.
inline void write_big_endian(std::uint8_t* to, std::uint64_t value, int size) {
    for (int shift = 8 * (size - 1); shift >= 0; shift -= 8) *to++ = static_cast<std::uint8_t>(value >> shift);
}

class BigEndianWriter {
public:
    explicit BigEndianWriter(std::size_t reserve = 64) { bytes_.reserve(reserve); }
    void u8(std::uint8_t value) { bytes_.push_back(value); }
    void u16(std::uint16_t value) { number(value, 2); }
    void u32(std::uint32_t value) { number(value, 4); }
    void u64(std::uint64_t value) { number(value, 8); }
    void i64(std::int64_t value) { number(static_cast<std::uint64_t>(value), 8); }
    void bytes(Bytes value) { bytes_.insert(bytes_.end(), value.begin(), value.end()); }
    ByteVector take() { return std::move(bytes_); }

private:
    void number(std::uint64_t value, int size) {
        bytes_.resize(bytes_.size() + static_cast<std::size_t>(size));
        write_big_endian(bytes_.data() + bytes_.size() - size, value, size);
    }
    ByteVector bytes_;
};

class BigEndianReader {
public:
    explicit BigEndianReader(Bytes bytes) : rest_(bytes) {}
    std::uint8_t u8() { return static_cast<std::uint8_t>(number(1)); }
    std::uint16_t u16() { return static_cast<std::uint16_t>(number(2)); }
    std::uint32_t u32() { return static_cast<std::uint32_t>(number(4)); }
    std::uint64_t u64() { return number(8); }
    std::int64_t i64() { return static_cast<std::int64_t>(number(8)); }
    template <std::size_t size>
    std::array<std::uint8_t, size> array() {
        std::array<std::uint8_t, size> value{};
        auto source = take(size);
        std::copy(source.begin(), source.end(), value.begin());
        return value;
    }
    /// The next `size` bytes, or nothing (and failure) when there are fewer.
    Bytes take(std::size_t size) {
        if (size > rest_.size()) {
            failed_ = true;
            rest_ = {};
            return {};
        }
        auto taken = rest_.first(size);
        rest_ = rest_.subspan(size);
        return taken;
    }
    Bytes rest() const { return rest_; }
    bool failed() const { return failed_; }
    /// Everything was there and nothing is left.
    bool is_complete() const { return !failed_ && rest_.empty(); }

private:
    std::uint64_t number(std::size_t size) {
        std::uint64_t value = 0;
        for (auto byte : take(size)) value = value << 8 | byte;
        return value;
    }
    Bytes rest_;
    bool failed_ = false;
};

}  // namespace village::protocol
