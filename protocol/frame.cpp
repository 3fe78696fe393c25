#include "protocol/frame.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "protocol/big_endian.hpp"

namespace village::protocol {
namespace {

std::size_t announced_bytes(Bytes header) { return BigEndianReader(header).u32(); }

}  // namespace

Result<ByteVector> encode_frame(Bytes body) {
    if (body.empty()) return domain::Error{domain::ErrorCode::invalid_argument, "a frame has at least one byte"};
    if (body.size() > frame_bytes_max) {
        return domain::Error{domain::ErrorCode::too_large, fmt::format("a frame of {} bytes is over 1 MiB", body.size())};
    }
    BigEndianWriter writer(frame_header_bytes + body.size());
    writer.u32(static_cast<std::uint32_t>(body.size()));
    writer.bytes(body);
    return writer.take();
}

Status FrameDecoder::check_length() {
    auto length = announced_bytes(partial_);
    if (length == 0) error_ = {domain::ErrorCode::malformed, "a frame of 0 bytes"};
    if (length > limit_)
        error_ = {domain::ErrorCode::too_large, fmt::format("a frame of {} bytes, {} are allowed", length, limit_)};
    broken_ = length == 0 || length > limit_;
    if (broken_) return error_;
    expected_ = frame_header_bytes + length;
    return {};
}

Result<std::vector<ByteVector>> FrameDecoder::feed(Bytes input) {
    std::vector<ByteVector> bodies;
    while (!input.empty()) {
        if (broken_) return error_;
        auto wanted = expected_ == 0 ? frame_header_bytes : expected_;
        auto taken = input.first(std::min(input.size(), wanted - partial_.size()));
        partial_.insert(partial_.end(), taken.begin(), taken.end());
        input = input.subspan(taken.size());
        if (partial_.size() < wanted) break;
        if (expected_ == 0) {
            if (auto checked = check_length(); !checked) return checked.error();
            continue;
        }
        bodies.emplace_back(partial_.begin() + frame_header_bytes, partial_.end());
        // A large frame's memory is given back, so an idle session is small again.
        ByteVector().swap(partial_);
        expected_ = 0;
    }
    if (broken_) return error_;
    return bodies;
}

}  // namespace village::protocol
