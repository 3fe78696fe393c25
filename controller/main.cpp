// village-controller: reads the configuration, builds the rooms, runs until told to stop.
#include <cstdio>

#include "controller/building.hpp"
#include "controller/config/config.hpp"
#include "controller/observability/log.hpp"

namespace {

int could_not_start(const village::domain::Error& error) {
    village::log::error("cannot start: {} [{}]", error.detail, village::domain::error_name(error.code));
    return 2;
}

}  // namespace

int main(int argc, char** argv) {
    using namespace village;
    log::open("village-controller", log::Level::info);
    const auto parsed = config::parse(argc, argv);
    if (!parsed) return could_not_start(parsed.error());
    if (!parsed->print.empty()) {
        std::fputs(parsed->print.c_str(), stdout);
        return 0;
    }
    const auto level = log::level_from_name(parsed->config.log_level);
    if (!level) return could_not_start(level.error());
    log::open("village-controller", *level);

    auto building = Building::open(parsed->config);
    if (!building) return could_not_start(building.error());
    const auto outcome = (*building)->run();
    return outcome ? 0 : could_not_start(outcome.error());
}
