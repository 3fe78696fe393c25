// GStreamer in a child: only the plugins that are named are loaded, and nothing is looked for.
#pragma once

#include <span>
#include <string>

namespace village::media {

struct Plugin {
    const char* name;
    const char* package;  ///< Debian's.
};

namespace package {
constexpr const char* core = "libgstreamer1.0-0";
constexpr const char* base = "gstreamer1.0-plugins-base";
constexpr const char* good = "gstreamer1.0-plugins-good";
constexpr const char* bad = "gstreamer1.0-plugins-bad";
constexpr const char* ugly = "gstreamer1.0-plugins-ugly";
constexpr const char* libav = "gstreamer1.0-libav";
}  // namespace package

/// Starts GStreamer, loads what every child needs (decodebin, conversion, appsrc and appsink) and these. Empty, or a sentence that
/// names the package to install. Must come before the doors are closed.
std::string load_plugins(std::span<const Plugin> plugins);

}  // namespace village::media
