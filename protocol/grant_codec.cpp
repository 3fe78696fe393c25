#include "protocol/grant_codec.hpp"

#include "protocol/envelope.hpp"
#include "protocol/grant.pb.h"
#include "protocol/wire_fields.hpp"

namespace village::protocol {
namespace {

using domain::utc_from_us;

/// Wire enums begin at 1, so that a forgotten field is never a valid value.
template <class Wire, class Value>
Wire to_wire(Value value) {
    return static_cast<Wire>(static_cast<int>(value) + 1);
}

Status read_kind(const wire::Grant& message, domain::Grant& grant) {
    if (message.kind() < 1 || message.kind() > wire::KIND_ALL_CLEAR) return malformed("the kind of a grant is unknown");
    if (message.priority() < 1 || message.priority() > wire::PRIORITY_EMERGENCY)
        return malformed("the priority of a grant is unknown");
    if (message.when_interrupted() < 1 || message.when_interrupted() > wire::WHEN_INTERRUPTED_DUCK) {
        return malformed("what a grant does when interrupted is unknown");
    }
    grant.kind = static_cast<domain::BroadcastKind>(message.kind() - 1);
    grant.priority = static_cast<domain::Priority>(message.priority() - 1);
    grant.when_interrupted = static_cast<domain::WhenInterrupted>(message.when_interrupted() - 1);
    if (!domain::kind_allows(grant.kind, grant.priority)) return malformed("this kind of grant cannot have this priority");
    const auto highest = domain::is_called(grant.kind) ? domain::IssuerLevel::province : domain::IssuerLevel::none;
    if (message.issuer_level() > static_cast<std::uint32_t>(highest))
        return malformed("this kind of grant has no such issuer level");
    grant.issuer_level = static_cast<domain::IssuerLevel>(message.issuer_level());
    return {};
}

Status read_times(const wire::Grant& message, domain::Grant& grant) {
    for (auto time : {message.not_before(), message.not_after(), message.starts_at(), message.start_by()}) {
        if (!is_time(time)) return malformed("a time of a grant is out of range");
    }
    if (message.not_before() > message.start_by() || message.starts_at() > message.start_by() ||
        message.start_by() > message.not_after()) {
        return malformed("the times of a grant are not in order");
    }
    if (message.max_duration() == 0 || !is_duration(message.max_duration()))
        return malformed("max_duration is 0 or over 400 days");
    grant.not_before = utc_from_us(message.not_before());
    grant.not_after = utc_from_us(message.not_after());
    grant.starts_at = utc_from_us(message.starts_at());
    grant.start_by = utc_from_us(message.start_by());
    grant.max_duration = duration_from(message.max_duration());
    return {};
}

Status read_stream(const wire::StreamDescription& message, domain::Grant& grant) {
    auto key = Ed25519PublicKey::from(bytes_of(message.public_key()));
    if (!key) return key.error();
    if (message.ssrc_r0() == 0 || message.ssrc_r1() == 0 || message.ssrc_r0() == message.ssrc_r1()) {
        return malformed("the SSRCs of a stream are 0 or equal");
    }
    grant.stream = domain::StreamDescription{key->bytes, message.ssrc_r0(), message.ssrc_r1()};
    return {};
}

Status read_content(const wire::Grant& message, domain::Grant& grant) {
    auto hash = hash_of(message.content(), "content");
    if (!hash) return hash.error();
    if (message.content_bytes() == 0) return malformed("a grant names a content of 0 bytes");
    grant.content = *hash;
    return {};
}

Status read_sound(const wire::Grant& message, domain::Grant& grant) {
    if (message.content().empty() != message.has_stream()) return malformed("a grant has either content or a stream");
    if (grant.kind == domain::BroadcastKind::live && !message.has_stream()) return malformed("a live grant has a stream");
    auto read = message.has_stream() ? read_stream(message.stream(), grant) : read_content(message, grant);
    if (!read) return read;
    if (!is_duration(message.content_duration()) || !is_duration(message.repeat_every()))
        return malformed("a duration is over 400 days");
    grant.content_bytes = message.content_bytes();
    grant.content_duration = duration_from(message.content_duration());
    if (message.repeat_every() > 0) grant.repeat_every = duration_from(message.repeat_every());
    if (message.chime().empty()) return {};
    auto chime = hash_of(message.chime(), "chime");
    if (!chime) return chime.error();
    grant.chime = *chime;
    return {};
}

Status read_part_in_programme(const wire::Grant& message, domain::Grant& grant) {
    if (message.fade_out() > message.max_duration()) return malformed("a grant fades for longer than it lasts");
    grant.fade_out = duration_from(message.fade_out());
    if (message.stands_in_for().empty()) return {};
    auto named = id_of<domain::BroadcastId>(message.stands_in_for(), "broadcast it stands in for");
    if (!named) return named.error();
    const bool is_planned = grant.kind == domain::BroadcastKind::scheduled && grant.content;
    if (!is_planned || *named == grant.broadcast)
        return malformed("only planned, finished audio stands in, and for another broadcast");
    grant.stands_in_for = *named;
    return {};
}

constexpr int passes_max = 4;
constexpr std::uint64_t last_pass_latest = 600'000'000;

/// One after the other, each node in one of them.
Status read_passes(const wire::Grant& message, domain::Grant& grant) {
    if (message.passes_size() == 0) return {};
    const bool is_plain =
        grant.kind == domain::BroadcastKind::scheduled && grant.content && !grant.repeat_every && !grant.stands_in_for;
    if (!is_plain || message.passes_size() > passes_max)
        return malformed("only planned, finished audio is staggered, in 4 passes at most");
    domain::NodeSet before;
    for (const auto& field : message.passes()) {
        auto nodes = read_nodes(field.nodes());
        if (!nodes) return nodes.error();
        if (nodes->is_empty() || nodes->intersects(before)) return malformed("a pass is empty, or a node is in two of them");
        const auto earliest = grant.passes.empty() ? domain::Duration::zero() : grant.passes.back().after + domain::Duration{1};
        if (field.after() > last_pass_latest || duration_from(field.after()) < earliest)
            return malformed("the passes of a grant are not in order, or one begins over 10 min after T0");
        before = before.united_with(*nodes);
        grant.passes.push_back({std::move(*nodes), duration_from(field.after())});
    }
    return {};
}

Status read_ids(const wire::Grant& message, domain::Grant& grant) {
    auto id = id_of<domain::GrantId>(message.id(), "grant id");
    if (!id) return id.error();
    auto broadcast = id_of<domain::BroadcastId>(message.broadcast(), "broadcast id");
    if (!broadcast) return broadcast.error();
    auto nodes = read_nodes(message.nodes());
    if (!nodes) return nodes.error();
    if (nodes->is_empty()) return malformed("a grant names no node");
    grant.id = *id;
    grant.broadcast = *broadcast;
    grant.nodes = std::move(*nodes);
    return {};
}

Result<std::vector<domain::GrantId>> read_grant_ids(const wire::StopOrder& message) {
    if (static_cast<std::size_t>(message.grants_size()) > domain::StopOrder::grants_max)
        return domain::Error{domain::ErrorCode::too_large, "a stop names over 64 grants"};
    std::vector<domain::GrantId> ids;
    for (const auto& field : message.grants()) {
        auto id = id_of<domain::GrantId>(field, "a stopped grant's id");
        if (!id) return id.error();
        ids.push_back(*id);
    }
    return ids;
}

}  // namespace

void write_grant(const domain::Grant& grant, wire::Grant& message) {
    message.set_id(string_of(grant.id.bytes));
    message.set_broadcast(string_of(grant.broadcast.bytes));
    message.set_kind(to_wire<wire::Kind>(grant.kind));
    message.set_priority(to_wire<wire::Priority>(grant.priority));
    message.set_when_interrupted(to_wire<wire::WhenInterrupted>(grant.when_interrupted));
    write_nodes(grant.nodes, *message.mutable_nodes());
    message.set_not_before(domain::to_us(grant.not_before));
    message.set_not_after(domain::to_us(grant.not_after));
    message.set_starts_at(domain::to_us(grant.starts_at));
    message.set_start_by(domain::to_us(grant.start_by));
    message.set_max_duration(static_cast<std::uint64_t>(grant.max_duration.count()));
    message.set_volume_cap_percent(grant.volume_cap_percent);
    message.set_outside_hours(grant.outside_hours);
    message.set_quiet_hours(grant.quiet_hours);
    if (grant.content) message.set_content(string_of(grant.content->bytes));
    message.set_content_bytes(grant.content_bytes);
    message.set_content_duration(static_cast<std::uint64_t>(grant.content_duration.count()));
    if (grant.repeat_every) message.set_repeat_every(static_cast<std::uint64_t>(grant.repeat_every->count()));
    if (grant.stream) {
        message.mutable_stream()->set_public_key(string_of(grant.stream->public_key));
        message.mutable_stream()->set_ssrc_r0(grant.stream->ssrc_r0);
        message.mutable_stream()->set_ssrc_r1(grant.stream->ssrc_r1);
    }
    if (grant.chime) message.set_chime(string_of(grant.chime->bytes));
    message.set_issuer_sequence(grant.issuer_sequence);
    message.set_policy_epoch(grant.policy_epoch);
    if (grant.stands_in_for) message.set_stands_in_for(string_of(grant.stands_in_for->bytes));
    message.set_fade_out(static_cast<std::uint64_t>(grant.fade_out.count()));
    message.set_issuer_level(static_cast<std::uint32_t>(grant.issuer_level));
    for (const auto& pass : grant.passes) {
        auto& field = *message.add_passes();
        write_nodes(pass.nodes, *field.mutable_nodes());
        field.set_after(static_cast<std::uint64_t>(pass.after.count()));
    }
}

Result<domain::Grant> read_grant(const wire::Grant& message) {
    domain::Grant grant;
    for (auto* read : {read_ids, read_kind, read_times, read_sound, read_part_in_programme, read_passes}) {
        if (auto status = read(message, grant); !status) return status.error();
    }
    if (message.volume_cap_percent() > 100) return malformed("the volume cap of a grant is over 100 %");
    grant.volume_cap_percent = static_cast<std::uint8_t>(message.volume_cap_percent());
    grant.outside_hours = message.outside_hours();
    grant.quiet_hours = message.quiet_hours();
    grant.issuer_sequence = message.issuer_sequence();
    grant.policy_epoch = message.policy_epoch();
    return grant;
}

ByteVector encode_grant(const domain::Grant& grant) {
    wire::Grant message;
    write_grant(grant, message);
    return serialize(message);
}

Result<domain::Grant> decode_grant(Bytes payload) {
    wire::Grant message;
    if (!parse(payload, message)) return malformed("not a grant");
    if (message.issuer_sequence() == 0) return malformed("a signed grant has an issuer sequence");
    return read_grant(message);
}

void write_stop(const domain::StopOrder& stop, wire::StopOrder& message) {
    message.set_id(string_of(stop.id.bytes));
    for (const auto& grant : stop.grants) message.add_grants(string_of(grant.bytes));
    if (stop.nodes) write_nodes(*stop.nodes, *message.mutable_nodes());
    message.set_up_to_sequence(stop.up_to_sequence);
    message.set_issuer_sequence(stop.issuer_sequence);
    message.set_issued_at(domain::to_us(stop.issued_at));
    if (stop.starting_until) message.set_starting_until(domain::to_us(*stop.starting_until));
}

Result<domain::StopOrder> read_stop(const wire::StopOrder& message) {
    domain::StopOrder stop;
    auto id = id_of<domain::GrantId>(message.id(), "stop id");
    if (!id) return id.error();
    auto grants = read_grant_ids(message);
    if (!grants) return grants.error();
    if (grants->empty() != message.has_nodes()) return malformed("a stop names either grants or nodes with a sequence");
    if (message.has_nodes() != (message.up_to_sequence() > 0)) return malformed("a stop's nodes and sequence go together");
    if (!message.has_nodes() && message.starting_until() != 0) return malformed("a stop that names grants has no moment");
    if (!is_time(message.issued_at()) || !is_time(message.starting_until())) return malformed("a time of a stop is out of range");
    if (message.has_nodes()) {
        auto nodes = read_nodes(message.nodes());
        if (!nodes) return nodes.error();
        if (nodes->is_empty()) return malformed("a stop names no node");
        stop.nodes = std::move(*nodes);
    }
    stop.id = *id;
    stop.grants = std::move(*grants);
    stop.up_to_sequence = message.up_to_sequence();
    if (message.starting_until() != 0) stop.starting_until = utc_from_us(message.starting_until());
    stop.issuer_sequence = message.issuer_sequence();
    stop.issued_at = utc_from_us(message.issued_at());
    return stop;
}

ByteVector encode_stop(const domain::StopOrder& stop) {
    wire::StopOrder message;
    write_stop(stop, message);
    return serialize(message);
}

Result<domain::StopOrder> decode_stop(Bytes payload) {
    wire::StopOrder message;
    if (!parse(payload, message)) return malformed("not a stop order");
    if (message.issuer_sequence() == 0) return malformed("a signed stop has an issuer sequence");
    return read_stop(message);
}

domain::SignedGrant sign_grant(const Ed25519KeyPair& key, std::uint64_t key_serial, domain::Grant grant) {
    auto envelope = seal_envelope(key, key_serial, SignedPurpose::grant, encode_grant(grant));
    return {std::move(grant), std::move(envelope)};
}

domain::SignedStop sign_stop(const Ed25519KeyPair& key, std::uint64_t key_serial, domain::StopOrder stop) {
    auto envelope = seal_envelope(key, key_serial, SignedPurpose::stop, encode_stop(stop));
    return {std::move(stop), std::move(envelope)};
}

Result<domain::Sha256> grant_hash(Bytes envelope) {
    auto parts = split_envelope(envelope);
    if (!parts) return parts.error();
    return domain::sha256(Bytes{parts->payload});
}

}  // namespace village::protocol
