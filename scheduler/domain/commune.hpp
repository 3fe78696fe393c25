// The places and the loudspeakers: areas (province → commune → hamlet), zones (named sets that hear the same thing),
// nodes (loudspeaker clusters), and what a broadcast is aimed at.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "scheduler/domain/ids.hpp"
#include "scheduler/domain/node_set.hpp"

namespace village::domain {

struct GeoPoint {  ///< WGS 84 degrees.
    double latitude = 0;
    double longitude = 0;
    bool operator==(const GeoPoint&) const = default;
};

enum class AreaKind : std::uint8_t { province, commune, hamlet };

struct Area {
    AreaId id;
    std::optional<AreaId> parent;
    AreaKind kind = AreaKind::hamlet;
    std::string unit;            ///< "thôn", "bản", "xã", "phường": the local word, from configuration.
    std::string name;            ///< "Bến"
    std::string full_name;       ///< "Thôn Bến", as shown.
    std::string assembly_point;  ///< For emergency texts; may be empty.
    GeoPoint center;
    std::uint32_t version = 1;
    bool operator==(const Area&) const = default;
};

struct Zone {
    ZoneId id;
    std::string name;
    std::vector<AreaId> areas;
    std::vector<NodeId> nodes;
    std::uint32_t version = 1;
    bool operator==(const Zone&) const = default;
};

/// expected: planned, no device yet. enrolled: has a certificate. revoked: its device may not connect any more.
enum class NodeStage : std::uint8_t { expected, enrolled, revoked };

struct VolumePercent {  ///< 0 to 100, of the amplifier's full scale.
    std::uint8_t day = 70;
    std::uint8_t evening = 60;
    std::uint8_t emergency = 100;
    bool operator==(const VolumePercent&) const = default;
};

struct Node {
    NodeId id;
    NodeNumber number;
    AreaId hamlet;
    std::string name;         ///< The place: "Bến đò".
    std::string device_code;  ///< As painted on the cabinet: "AB-09".
    std::string link;         ///< "4g" or "fibre".
    GeoPoint position;
    VolumePercent volume;
    std::uint16_t start_delay_ms = 0;  ///< Against echo with its neighbours.
    std::uint8_t echo_group = 0;       ///< Which pass of a staggered broadcast it plays, 0 to 3.
    NodeStage stage = NodeStage::expected;
    std::uint32_t version = 1;
    bool operator==(const Node&) const = default;
};

/// What somebody chose: the union of areas, zones and single nodes. Frozen to a NodeSet when the broadcast is made.
struct Targets {
    std::vector<AreaId> areas;
    std::vector<ZoneId> zones;
    std::vector<NodeId> nodes;
    bool is_empty() const { return areas.empty() && zones.empty() && nodes.empty(); }
    bool operator==(const Targets&) const = default;
};

/// The commune as the scheduler sees it; a value, swapped whole when an edit arrives.
struct Commune {
    AreaId id;
    std::string name;          ///< "xã An Bình"
    std::string station_name;  ///< "Đài truyền thanh xã An Bình"
    std::string time_zone = "Asia/Ho_Chi_Minh";
    std::string duty_phone;  ///< Trực ban, for emergency texts and for a page without a line.
    std::vector<Area> areas;
    std::vector<Zone> zones;
    std::vector<Node> nodes;

    const Area* find_area(AreaId id) const;
    const Zone* find_zone(ZoneId id) const;
    const Node* find_node(NodeId id) const;
    const Node* find_node(NodeNumber number) const;
    /// Nodes of the area and of everything below it.
    NodeSet nodes_of_area(AreaId id) const;
    /// Is `inner` the area `outer` or below it?
    bool area_contains(AreaId outer, AreaId inner) const;
    /// The nodes that would hear it. An unknown area, zone or node is `not_found` / `node_unknown`; nothing at all is `zone_empty`.
    Result<NodeSet> resolve(const Targets& targets) const;
};

}  // namespace village::domain
