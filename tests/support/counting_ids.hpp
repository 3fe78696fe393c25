// Ids for tests: UUIDv7 whose random part counts, so that a run repeats.
#pragma once

#include "scheduler/domain/ids.hpp"

namespace village::support {

class CountingIds final : public domain::IdSource {
public:
    domain::UuidBytes next(domain::UtcTime now) override {
        std::array<std::uint8_t, 10> random{};
        ++count_;
        for (std::size_t at = 0; at < 8; ++at) random[9 - at] = static_cast<std::uint8_t>(count_ >> (8 * at));
        return domain::make_uuid_v7(now, random);
    }

private:
    std::uint64_t count_ = 0;
};

}  // namespace village::support
