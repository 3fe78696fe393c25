#include "controller/media/decoder/plugins.hpp"

#include <fmt/format.h>
#include <gst/gst.h>
#include <stdlib.h>

#include <initializer_list>
#include <vector>

namespace village::media {
namespace {

struct Plugin {
    const char* name;
    const char* package;
};

constexpr const char* core = "libgstreamer1.0-0";
constexpr const char* base = "gstreamer1.0-plugins-base";
constexpr const char* good = "gstreamer1.0-plugins-good";
constexpr const char* ugly = "gstreamer1.0-plugins-ugly";
constexpr const char* libav = "gstreamer1.0-libav";

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

void start_gstreamer() {
    // No registry, no scan of other plugins, no code made at run time (that would need executable memory).
    setenv("GST_REGISTRY_DISABLE", "yes", 1);
    setenv("GST_PLUGIN_SYSTEM_PATH_1_0", "", 1);
    setenv("GST_PLUGIN_PATH_1_0", "", 1);
    setenv("GST_REGISTRY_FORK", "no", 1);
    setenv("ORC_CODE", "backup", 1);
    gst_init(nullptr, nullptr);
}

std::string load(const Plugin& plugin) {
    const auto path = fmt::format("{}/libgst{}.so", VILLAGE_GSTREAMER_PLUGINS, plugin.name);
    GError* problem = nullptr;
    GstPlugin* loaded = gst_plugin_load_file(path.c_str(), &problem);
    g_clear_error(&problem);
    if (!loaded) return fmt::format("{} cannot be loaded: install the Debian package {}", path, plugin.package);
    gst_object_unref(loaded);
    return {};
}

}  // namespace

std::string load_plugins(Container container) {
    start_gstreamer();
    auto wanted = decoders_of(container);
    for (const Plugin& plugin : std::initializer_list<Plugin>{
             {"coreelements", core}, {"app", base}, {"playback", base}, {"audioconvert", base}, {"audioresample", base}})
        wanted.push_back(plugin);
    for (const Plugin& plugin : wanted)
        if (auto problem = load(plugin); !problem.empty()) return problem;
    return {};
}

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
