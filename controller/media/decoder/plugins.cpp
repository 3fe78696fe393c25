#include "controller/media/decoder/plugins.hpp"

#include <vector>

#include "controller/media/gstreamer/plugins.hpp"

namespace village::media {
namespace {

using package::base, package::good, package::libav, package::ugly;

std::vector<Plugin> decoders_of(Container container) {
    switch (container) {
        case Container::wav: return {{"wavparse", good}, {"mulaw", good}, {"alaw", good}};
        case Container::mpeg_audio: return {{"audioparsers", good}, {"mpg123", good}};
        // AMR-WB by amrwbdec: GStreamer 1.22's libav wrapper cannot agree on a format with its own AMR-WB decoder.
        case Container::mp4: return {{"isomp4", good}, {"audioparsers", good}, {"libav", libav}, {"amrwbdec", ugly}};
        case Container::adts: return {{"audioparsers", good}, {"libav", libav}};
        case Container::amr_nb: return {{"audioparsers", good}, {"amrnb", ugly}};
        case Container::amr_wb: return {{"audioparsers", good}, {"amrwbdec", ugly}};
        case Container::ogg: return {{"ogg", base}, {"vorbis", base}, {"opus", base}, {"audioparsers", good}, {"flac", good}};
        case Container::flac: return {{"audioparsers", good}, {"flac", good}};
        case Container::webm: return {{"matroska", good}, {"vorbis", base}, {"opus", base}};
        case Container::unknown: break;
    }
    return {};
}

}  // namespace

std::string load_plugins(Container container) { return load_plugins(std::span<const Plugin>{decoders_of(container)}); }

const char* caps_of(Container container) {
    switch (container) {
        case Container::wav: return "audio/x-wav";
        case Container::mpeg_audio: return "audio/mpeg,mpegversion=1";
        case Container::adts: return "audio/mpeg,mpegversion=4,stream-format=adts";
        case Container::mp4: return "video/quicktime";
        case Container::ogg: return "application/ogg";
        case Container::flac: return "audio/x-flac";
        case Container::webm: return "video/webm";
        case Container::amr_nb: return "audio/x-amr-nb-sh";
        case Container::amr_wb: return "audio/x-amr-wb-sh";
        case Container::unknown: break;
    }
    return "";
}

}  // namespace village::media
