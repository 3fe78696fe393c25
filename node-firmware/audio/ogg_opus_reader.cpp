#include "node-firmware/audio/ogg_opus_reader.hpp"

#include <opus/opus.h>

#include <algorithm>
#include <cmath>
#include <cstring>

namespace village::node::audio {
using domain::Error;
using domain::ErrorCode;
using domain::Result;
using domain::Status;

Error OggOpusReader::unreadable(const char* why) const { return Error{ErrorCode::audio_unreadable, why}; }

Result<OggOpusReader> OggOpusReader::open(ByteSource bytes) {
    OggOpusReader reader(std::move(bytes));
    if (auto read = reader.read_headers(); !read) return read.error();
    if (auto found = reader.find_end(); !found) return found.error();
    if (auto ready = reader.seek(0); !ready) return ready.error();
    return reader;
}

Result<bool> OggOpusReader::load_page(std::uint64_t offset) {
    // Two pages' worth: whatever lies between two pages, the next one is found in it or the file is damaged.
    while (offset < bytes_.size) {
        const auto wanted = std::min<std::uint64_t>(bytes_.size - offset, ogg_page_bytes_max);
        window_.resize(wanted);
        auto got = bytes_.read(offset, window_);
        if (!got) return got.error();
        window_.resize(*got);
        if (window_.size() < 27) return false;
        std::size_t at = 0;
        while ((at = find_ogg_page(window_, at)) < window_.size()) {
            const auto page = parse_ogg_page(std::span(window_).subspan(at));
            if (page && (!serial_ || page->serial == *serial_)) {
                page_ = *page;
                page_at_ = offset + at;
                next_page_at_ = page_at_ + page_.size;
                return true;
            }
            // A page that is only cut off by the window is read again from its start.
            if (!page && at > 0 && window_.size() - at < ogg_page_bytes_max && offset + window_.size() < bytes_.size) break;
            ++at;
        }
        if (at >= window_.size()) {
            const auto keep = std::min<std::size_t>(3, window_.size() - 1);
            offset += window_.size() - keep;
            if (window_.size() < ogg_page_bytes_max) return false;
        } else {
            offset += at;
        }
    }
    return false;
}

Status OggOpusReader::read_headers() {
    auto loaded = load_page(0);
    if (!loaded) return loaded.error();
    if (!*loaded || page_.body.size() < 19 || std::memcmp(page_.body.data(), "OpusHead", 8) != 0) {
        return unreadable("does not begin with an Opus header");
    }
    const auto* head = page_.body.data();
    if ((head[8] & 0xf0) != 0 || head[9] != 1 || head[18] != 0) return unreadable("is not mono Opus of version 1");
    serial_ = page_.serial;
    pre_skip_ = head[10] | head[11] << 8;
    gain_ = std::pow(10.0, static_cast<std::int16_t>(head[16] | head[17] << 8) / (20.0 * 256.0));
    gain_ = std::min(gain_, 4.0);
    for (std::size_t pages = 0; pages < header_pages_max; ++pages) {
        loaded = load_page(next_page_at_);
        if (!loaded) return loaded.error();
        if (!*loaded) return unreadable("ends inside its headers");
        if (page_.ends_a_packet()) {
            first_page_at_ = next_page_at_;
            return {};
        }
    }
    return unreadable("has tags that are too large");
}

Status OggOpusReader::find_end() {
    // Pages are at most 64 KiB, so the last one begins within that of the end.
    auto at = bytes_.size > ogg_page_bytes_max ? std::max(first_page_at_, bytes_.size - ogg_page_bytes_max) : first_page_at_;
    std::uint64_t granule = 0;
    for (std::size_t pages = 0; pages < 4096; ++pages) {
        auto loaded = load_page(at);
        if (!loaded) return loaded.error();
        if (!*loaded) break;
        if (page_.ends_a_packet()) granule = page_.granule;
        at = next_page_at_;
    }
    if (granule >= std::uint64_t{1} << 40 || static_cast<std::int64_t>(granule) <= pre_skip_) return unreadable("holds no sound");
    samples_ = static_cast<std::int64_t>(granule) - pre_skip_;
    return {};
}

void OggOpusReader::take_packets() {
    packets_.clear();
    packet_at_ = 0;
    if (!page_.continued) unfinished_.clear();
    bool skipping = page_.continued && unfinished_.empty();
    std::size_t at = 0;
    for (const auto length : page_.lacing) {
        const auto piece = page_.body.subspan(at, length);
        at += length;
        if (!skipping) unfinished_.insert(unfinished_.end(), piece.begin(), piece.end());
        const bool ends = length < 255;
        if (ends && !skipping && unfinished_.size() <= packet_bytes_max) packets_.push_back(unfinished_);
        if (ends) skipping = false;
        if (ends || unfinished_.size() > packet_bytes_max) unfinished_.clear();
    }
}

void OggOpusReader::place_by_granule() {
    auto position = static_cast<std::int64_t>(page_.granule) - pre_skip_;
    for (const auto& packet : packets_) {
        position -= std::max(0, opus_packet_get_nb_samples(packet.data(), static_cast<opus_int32>(packet.size()), 48'000));
    }
    position_ = position;
}

Result<std::optional<OpusPacket>> OggOpusReader::next() {
    while (packet_at_ >= packets_.size()) {
        auto loaded = load_page(next_page_at_);
        if (!loaded) return loaded.error();
        if (!*loaded) return std::optional<OpusPacket>{};
        take_packets();
        if (sought_ && page_.continued && page_.ends_a_packet() && !page_.last) place_by_granule();
        if (!packets_.empty()) sought_ = false;
    }
    OpusPacket packet;
    packet.bytes = std::move(packets_[packet_at_++]);
    if (packet.bytes.empty()) return unreadable("holds an empty packet");
    const auto samples = opus_packet_get_nb_samples(packet.bytes.data(), static_cast<opus_int32>(packet.bytes.size()),
                                                    static_cast<opus_int32>(sample_rate));
    if (samples <= 0) return unreadable("holds a packet that is not Opus");
    packet.starts_at = position_;
    packet.samples = samples;
    position_ += samples;
    return std::optional<OpusPacket>(std::move(packet));
}

Status OggOpusReader::seek(std::int64_t sample) {
    // Bisection over bytes for the last page that ends at or before the wanted sample; what follows begins there.
    const auto wanted = static_cast<std::uint64_t>(std::clamp<std::int64_t>(sample + pre_skip_, 0, samples_ + pre_skip_));
    std::uint64_t low = first_page_at_, high = bytes_.size, best_at = first_page_at_, best_granule = 0;
    for (int step = 0; step < 48 && high - low > ogg_page_bytes_max; ++step) {
        const auto middle = low + (high - low) / 2;
        auto loaded = load_page(middle);
        if (!loaded) return loaded.error();
        if (*loaded && page_.ends_a_packet() && page_.granule <= wanted) {
            best_at = next_page_at_;
            best_granule = page_.granule;
            low = next_page_at_;
        } else {
            high = middle;
        }
    }
    next_page_at_ = best_at;
    for (std::size_t pages = 0; pages < 8192; ++pages) {
        auto loaded = load_page(next_page_at_);
        if (!loaded) return loaded.error();
        if (!*loaded || !page_.ends_a_packet() || page_.granule > wanted) break;
        best_at = next_page_at_;
        best_granule = page_.granule;
    }
    next_page_at_ = best_at;
    unfinished_.clear();
    packets_.clear();
    packet_at_ = 0;
    position_ = static_cast<std::int64_t>(best_granule) - pre_skip_;
    sought_ = true;
    return {};
}

}  // namespace village::node::audio
