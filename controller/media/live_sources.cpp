#include "controller/media/live_sources.hpp"

#include "controller/media/live_file.hpp"

namespace village::media {
namespace {

domain::Result<std::unique_ptr<ports::LivePackets>> open_station(const LiveSourceOptions& options, const std::string& station,
                                                                 int bitrate_bps) {
    const auto found = options.stations.find(station);
    if (found == options.stations.end())
        return domain::Error{domain::ErrorCode::not_found, "there is no station \"" + station + "\""};
    return open_live_relay({.receiver = options.receiver,
                            .station = station,
                            .address = found->second,
                            .bitrate_bps = bitrate_bps,
                            .watch = options.watch});
}

}  // namespace

ports::OpenLiveSource live_sources(LiveSourceOptions options) {
    return [options = std::move(options)](const ports::LiveSource& source, int bitrate_bps) {
        if (source.kind == ports::LiveSource::Kind::relay) return open_station(options, source.name, bitrate_bps);
        return open_live_file(source.name, bitrate_bps);
    };
}

}  // namespace village::media
