// The identities of the domain: 128-bit UUIDs (version 7 where we make them, RFC 9562) in types that do not mix,
// and the node number that is painted on the cabinet. Ids of things that follow from others are hashes (see occurrence.hpp).
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <cstring>
#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "scheduler/domain/error.hpp"
#include "scheduler/domain/time.hpp"

namespace village::domain {

using UuidBytes = std::array<std::uint8_t, 16>;

/// Canonical text, lower case: "0190f3c8-...". 36 characters.
std::string uuid_text(const UuidBytes& bytes);
/// Reads canonical text in either case; anything else is `invalid_argument`.
Result<UuidBytes> parse_uuid(std::string_view text);
/// UUIDv7 (RFC 9562, 5.7): 48 bits of milliseconds since 1970, 74 random bits. Randomness is handed in.
UuidBytes make_uuid_v7(UtcTime now, const std::array<std::uint8_t, 10>& random);

template <class Tag>
struct Id {
    UuidBytes bytes{};

    auto operator<=>(const Id&) const = default;
    bool is_nil() const { return *this == Id{}; }
    std::string text() const { return uuid_text(bytes); }
    static Result<Id> parse(std::string_view text) {
        auto parsed = parse_uuid(text);
        if (!parsed) return parsed.error();
        return Id{*parsed};
    }
    static Id from(std::span<const std::uint8_t, 16> source) {
        Id id;
        std::memcpy(id.bytes.data(), source.data(), 16);
        return id;
    }
};

using AreaId = Id<struct AreaTag>;
using ZoneId = Id<struct ZoneTag>;
using NodeId = Id<struct NodeTag>;
using AnnouncementId = Id<struct AnnouncementTag>;
using ProgrammeId = Id<struct ProgrammeTag>;
using ScheduleId = Id<struct ScheduleTag>;
using OccurrenceId = Id<struct OccurrenceTag>;
using BroadcastId = Id<struct BroadcastTag>;
using GrantId = Id<struct GrantTag>;
using OperatorId = Id<struct OperatorTag>;
using DeviceKeyId = Id<struct DeviceKeyTag>;
using TemplateId = Id<struct TemplateTag>;
using JobId = Id<struct JobTag>;
using UploadId = Id<struct UploadTag>;

/// The number painted on the cabinet: unique in its commune, never reused, 1 to 65535.
struct NodeNumber {
    std::uint16_t value = 0;
    auto operator<=>(const NodeNumber&) const = default;
};

/// Where new ids come from; the shell hands in one with real randomness, the simulation one with a seed.
class IdSource {
public:
    virtual ~IdSource() = default;
    virtual UuidBytes next(UtcTime now) = 0;

    template <class AnyId>
    AnyId make(UtcTime now) {
        return AnyId{next(now)};
    }
};

}  // namespace village::domain

template <class Tag>
struct std::hash<village::domain::Id<Tag>> {
    std::size_t operator()(const village::domain::Id<Tag>& id) const noexcept {
        // UUIDv7 keeps its randomness in the last eight bytes.
        std::size_t value;
        std::memcpy(&value, id.bytes.data() + 8, sizeof value);
        return value;
    }
};
