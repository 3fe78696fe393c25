#include "controller/media/gstreamer/plugins.hpp"

#include <fmt/format.h>
#include <gst/gst.h>
#include <stdlib.h>

#include <array>

namespace village::media {
namespace {

constexpr std::array always{Plugin{"coreelements", package::core}, Plugin{"app", package::base},
                            Plugin{"playback", package::base}, Plugin{"audioconvert", package::base},
                            Plugin{"audioresample", package::base}};

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

std::string load_plugins(std::span<const Plugin> plugins) {
    start_gstreamer();
    for (const auto& list : {plugins, std::span<const Plugin>{always}})
        for (const Plugin& plugin : list)
            if (auto problem = load(plugin); !problem.empty()) return problem;
    return {};
}

}  // namespace village::media
