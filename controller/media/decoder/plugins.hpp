// Which GStreamer plugins each format needs: loaded by name, from one folder, before the doors close, and no others
// ever.
#pragma once

#include <string>

#include "controller/media/decoder/container.hpp"

namespace village::media {

/// Starts GStreamer without its registry, so that it neither scans nor forks; then loads what `container` needs. Empty
/// on success, else a sentence that names the Debian package to install.
std::string load_plugins(Container container);
/// The type that GStreamer calls it.
const char* caps_of(Container container);

}  // namespace village::media
