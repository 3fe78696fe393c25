// Values with every field set to something of its own, so that a forgotten column is seen.
#pragma once

#include "controller/ports/stores.hpp"

namespace village::test {

template <class AnyId>
AnyId make_id(std::uint8_t number) {
    AnyId id;
    id.bytes.fill(number);
    return id;
}
domain::Sha256 make_hash(std::uint8_t number);
inline domain::UtcTime at_second(std::int64_t second) { return domain::utc_from_us(1'790'000'000'000'000 + second * 1'000'000); }

domain::Commune sample_commune();
domain::Announcement sample_announcement(std::uint8_t number);
domain::Programme sample_programme(std::uint8_t number);
domain::Schedule sample_schedule(std::uint8_t number);
domain::Broadcast sample_broadcast(std::uint8_t number);
domain::Delivery sample_delivery(std::uint8_t broadcast, std::uint16_t node);
domain::SignedGrant sample_grant(std::uint8_t number, std::uint8_t broadcast);
domain::SignedStop sample_stop(std::uint8_t number);
domain::SignedStop sample_stop_of_area(std::uint8_t number);
ports::CalledEmergency sample_call(std::uint8_t number);  ///< Of broadcast `number`.
domain::ReceiptKey sample_receipt_key(std::uint16_t node);
domain::PlaybackReceipt sample_receipt(std::uint16_t node, std::uint64_t number);
domain::Operator sample_operator(std::uint8_t number);
domain::DeviceKey sample_device(std::uint8_t number, domain::OperatorId owner);
domain::EmergencyTemplate sample_template(std::uint8_t number);

}  // namespace village::test
