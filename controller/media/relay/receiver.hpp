// Another station as it is heard now: HTTP streams (MP3, AAC, Ogg) and HLS become samples.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>

#include "controller/media/child/exit_status.hpp"

typedef struct _GstElement GstElement;

namespace village::media {

class Receiver {
public:
    /// After `load_relay_plugins`.
    explicit Receiver(const std::string& address);
    ~Receiver();
    Receiver(const Receiver&) = delete;
    Receiver& operator=(const Receiver&) = delete;

    bool is_built() const { return sink_ != nullptr; }
    /// Hands every buffer to `take`, at the pace in which it sounds, until it says something else than `done`. Returns what it said,
    /// `done` when the station ended, or `unreadable`; then `problem` says why.
    ChildExit run(const std::function<ChildExit(std::span<const std::int16_t>)>& take, std::string& problem);

private:
    GstElement* pipeline_ = nullptr;
    GstElement* sink_ = nullptr;
};

/// Empty, or what is missing.
std::string load_relay_plugins();

}  // namespace village::media
