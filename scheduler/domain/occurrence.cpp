#include "scheduler/domain/schedule.hpp"
#include "scheduler/domain/sha256.hpp"

namespace village::domain {

OccurrenceId occurrence_id(ScheduleId schedule, UtcTime original) {
    const auto moment = static_cast<std::uint64_t>(to_us(original));
    std::array<std::uint8_t, 8> big_endian{};
    for (int i = 0; i < 8; ++i) big_endian[i] = static_cast<std::uint8_t>(moment >> (56 - 8 * i));
    const auto hash = sha256({as_bytes("occ-v1"), Bytes{schedule.bytes}, Bytes{big_endian}});
    return OccurrenceId::from(Bytes{hash.bytes}.first<16>());
}

}  // namespace village::domain
