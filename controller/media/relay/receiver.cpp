#include "controller/media/relay/receiver.hpp"

#include <gio/gio.h>
#include <gst/gst.h>
#include <stdlib.h>

#include <array>

#include "controller/media/gstreamer/plugins.hpp"
#include "controller/media/gstreamer/sound_sink.hpp"

namespace village::media {
namespace {

constexpr int idle_rounds_max = 100;  // 10 s without a sample: the station is dead, and is called again.
constexpr const char* program_name = "village-relay/0.1";

using package::bad, package::base, package::good, package::libav;
constexpr std::array plugins{Plugin{"soup", good},        Plugin{"typefindfunctions", base},
                             Plugin{"icydemux", good},    Plugin{"id3demux", good},
                             Plugin{"hls", bad},          Plugin{"mpegtsdemux", bad},
                             Plugin{"isomp4", good},      Plugin{"ogg", base},
                             Plugin{"vorbis", base},      Plugin{"opus", base},
                             Plugin{"mpg123", good},      Plugin{"libav", libav},
                             Plugin{"audioparsers", good}};

void name_us(GstElement*, GstElement* source, void*) {
    if (g_object_class_find_property(G_OBJECT_GET_CLASS(source), "user-agent"))
        g_object_set(source, "user-agent", program_name, "timeout", 10U, nullptr);
}

}  // namespace

std::string load_relay_plugins() {
    // Nobody is asked for a proxy or for settings, and what is loaded lazily is loaded now: behind closed doors it could not be.
    setenv("GIO_USE_PROXY_RESOLVER", "dummy", 1);
    setenv("GIO_USE_VFS", "local", 1);
    setenv("GSETTINGS_BACKEND", "memory", 1);
    (void)g_proxy_resolver_get_default();
    if (!g_tls_backend_supports_tls(g_tls_backend_get_default()))
        return "TLS is missing: install the Debian package glib-networking";
    return load_plugins(plugins);
}

Receiver::Receiver(const std::string& address) {
    GstElement* source = gst_element_factory_make("uridecodebin", nullptr);
    if (!source) return;
    pipeline_ = gst_pipeline_new(nullptr);
    const auto [converter, sink] = add_sound_sink(pipeline_, Pace::as_it_sounds);
    sink_ = sink;
    g_object_set(source, "uri", address.c_str(), "expose-all-streams", FALSE, nullptr);
    set_caps(source, "caps", "audio/x-raw");
    g_signal_connect(source, "source-setup", reinterpret_cast<GCallback>(name_us), nullptr);
    g_signal_connect(source, "pad-added", reinterpret_cast<GCallback>(link_sound), converter);
    gst_bin_add(GST_BIN(pipeline_), source);
}

Receiver::~Receiver() {
    if (!pipeline_) return;
    gst_element_set_state(pipeline_, GST_STATE_NULL);
    gst_object_unref(pipeline_);
}

ChildExit Receiver::run(const std::function<ChildExit(std::span<const std::int16_t>)>& take, std::string& problem) {
    gst_element_set_state(pipeline_, GST_STATE_PLAYING);
    for (int idle = 0; idle < idle_rounds_max;) {
        auto status = ChildExit::done;
        switch (pull_sound(pipeline_, sink_, take, status, problem)) {
            case Pulled::sound:
                idle = 0;
                if (status != ChildExit::done) return status;
                break;
            case Pulled::nothing_yet: ++idle; break;
            case Pulled::end: return ChildExit::done;
            case Pulled::failed: return ChildExit::unreadable;
        }
    }
    problem = "nothing was heard for 10 s";
    return ChildExit::unreadable;
}

}  // namespace village::media
