#include "node-firmware/player_loop/node_memory.hpp"

#include <algorithm>

#include "node-firmware/cache/posix_file.hpp"
#include "node-firmware/player_loop/player_record_codec.hpp"
#include "protocol/grant_codec.hpp"
#include "protocol/session.pb.h"
#include "protocol/session_codec.hpp"

namespace village::node::player_loop {
using domain::Error;
using domain::ErrorCode;
using domain::Result;
using domain::Status;

namespace {

template <class Message>
Status save_message(const cache::SmallFiles& files, std::string_view name, const Message& message) {
    return files.save(name, protocol::bytes_of(message.SerializeAsString()));
}
template <class Message>
std::optional<Message> load_message(const cache::SmallFiles& files, std::string_view name) {
    auto bytes = files.load(name);
    Message message;
    if (!bytes || !message.ParseFromArray(bytes->data(), static_cast<int>(bytes->size()))) return std::nullopt;
    return message;
}

void put64(std::vector<std::uint8_t>& out, std::uint64_t value) {
    for (int shift = 56; shift >= 0; shift -= 8) out.push_back(static_cast<std::uint8_t>(value >> shift));
}
constexpr std::size_t time_bytes = 8 + 8 + 8 + 16 + 1;
std::uint64_t get64(const std::vector<std::uint8_t>& bytes, std::size_t at) {
    std::uint64_t value = 0;
    for (std::size_t byte = 0; byte < 8; ++byte) value = value << 8 | bytes[at + byte];
    return value;
}

std::vector<domain::SignedEnvelope> envelopes(const cache::RecordLog& log) {
    std::vector<domain::SignedEnvelope> all;
    for (const auto& [id, bytes] : log.all()) all.push_back({bytes});
    return all;
}

}  // namespace

Result<NodeMemory> NodeMemory::open(const std::filesystem::path& folder) {
    if (auto made = cache::make_folder(folder); !made) return made.error();
    auto files = cache::SmallFiles::open(folder / "state");
    if (!files) return files.error();
    auto records = cache::RecordLog::open(folder / "played.log");
    if (!records) return records.error();
    auto counts = cache::RecordLog::open(folder / "counted.log");
    if (!counts) return counts.error();
    auto grants = cache::RecordLog::open(folder / "grants.log");
    if (!grants) return grants.error();
    auto stops = cache::RecordLog::open(folder / "stops.log");
    if (!stops) return stops.error();
    return NodeMemory(std::move(*files), std::move(*records), std::move(*counts), std::move(*grants), std::move(*stops));
}

Status NodeMemory::save_root(const protocol::Ed25519PublicKey& root) const { return files_.save("root", root.bytes); }

Result<protocol::KeyRing> NodeMemory::load_key_ring() const {
    auto root = files_.load("root");
    if (!root) return Error{ErrorCode::not_found, "the commune's root key is not here; enrol the node again"};
    const auto trust = load_message<wire::TrustUpdate>(files_, "trust");
    if (!trust || trust->anchors_size() == 0)
        return Error{ErrorCode::not_found, "the trust anchors are not here; enrol the node again"};
    auto ring = protocol::KeyRing::bootstrap(domain::sha256(*root), *root, protocol::bytes_of(trust->anchors(0)));
    if (!ring) return ring.error();
    for (int at = 1; at < trust->anchors_size(); ++at) (void)ring->accept_anchors(protocol::bytes_of(trust->anchors(at)));
    for (const auto& delegation : trust->delegations()) (void)ring->accept_delegation(protocol::bytes_of(delegation));
    if (!trust->revocations().empty()) (void)ring->accept_revocations(protocol::bytes_of(trust->revocations()));
    return ring;
}

Status NodeMemory::save_trust(const wire::TrustUpdate& trust) const { return save_message(files_, "trust", trust); }
std::optional<wire::TrustUpdate> NodeMemory::load_trust() const { return load_message<wire::TrustUpdate>(files_, "trust"); }
Status NodeMemory::save_plan(const wire::Plan& plan) const { return save_message(files_, "plan", plan); }
std::optional<wire::Plan> NodeMemory::load_plan() const { return load_message<wire::Plan>(files_, "plan"); }
Status NodeMemory::save_policy(const wire::NodePolicy& policy) const { return save_message(files_, "policy", policy); }
std::optional<wire::NodePolicy> NodeMemory::load_policy() const { return load_message<wire::NodePolicy>(files_, "policy"); }

Status NodeMemory::put_grant(domain::GrantId id, domain::Bytes envelope) { return grants_.put(id.bytes, envelope, false); }
Status NodeMemory::sync_grants() const {
    auto synced = grants_.sync();
    return synced ? stops_.sync() : synced;
}
std::vector<domain::SignedEnvelope> NodeMemory::grants() const { return envelopes(grants_); }
Status NodeMemory::put_stop(domain::GrantId id, domain::Bytes envelope) { return stops_.put(id.bytes, envelope, false); }
std::vector<domain::SignedEnvelope> NodeMemory::stops() const { return envelopes(stops_); }

Status NodeMemory::remember(const dispatch::PlayerRecord& record, bool sync) {
    return records_.put(record.grant.bytes, encode_player_record(record), sync);
}

std::vector<dispatch::PlayerRecord> NodeMemory::records() const {
    std::vector<dispatch::PlayerRecord> all;
    for (const auto& [id, bytes] : records_.all()) {
        if (auto record = decode_player_record(bytes)) all.push_back(*record);
    }
    return all;
}

Status NodeMemory::save_counted(domain::GrantId id, const evidence::GrantEvidence& counted) {
    return counts_.put(id.bytes, counted.saved(), false);
}

std::optional<evidence::GrantEvidence> NodeMemory::counted(const dispatch::PlayerRecord& record) const {
    const auto found = counts_.all().find(record.grant.bytes);
    if (found != counts_.all().end()) {
        if (auto counted = evidence::GrantEvidence::restore(found->second, record.first_sample_at)) return *counted;
    }
    if (!record.started) return std::nullopt;
    return evidence::GrantEvidence{record.first_sample_at};
}

void NodeMemory::forget_before(domain::UtcTime time) {
    for (const auto& record : records()) {
        if (!record.done || record.keep_until >= time) continue;
        (void)counts_.remove(record.grant.bytes);
        (void)records_.remove(record.grant.bytes);
    }
    std::vector<cache::RecordLog::Key> old;
    for (const auto& [id, bytes] : grants_.all()) {
        auto envelope = protocol::split_envelope(bytes);
        auto grant = envelope ? protocol::decode_grant(envelope->payload) : Result<domain::Grant>(envelope.error());
        if (!grant || grant->not_after < time) old.push_back(id);
    }
    for (const auto& id : old) (void)grants_.remove(id);
    old.clear();
    for (const auto& [id, bytes] : stops_.all()) {
        auto envelope = protocol::split_envelope(bytes);
        auto stop = envelope ? protocol::decode_stop(envelope->payload) : Result<domain::StopOrder>(envelope.error());
        if (!stop || stop->issued_at + policy::Tombstones::life < time) old.push_back(id);
    }
    for (const auto& id : old) (void)stops_.remove(id);
}

Status NodeMemory::save_owner_epoch(std::uint64_t epoch) const {
    std::vector<std::uint8_t> bytes;
    put64(bytes, epoch);
    return files_.save("owner", bytes);
}

std::uint64_t NodeMemory::load_owner_epoch() const {
    const auto bytes = files_.load("owner");
    return bytes && bytes->size() == 8 ? get64(*bytes, 0) : 0;
}

Status NodeMemory::save_sequences(const policy::SequenceWindow::Saved& sequences) const {
    std::vector<std::uint8_t> bytes;
    put64(bytes, sequences.highest);
    for (const auto word : sequences.words) put64(bytes, word);
    return files_.save("sequences", bytes);
}

policy::SequenceWindow::Saved NodeMemory::load_sequences() const {
    const auto bytes = files_.load("sequences");
    if (!bytes || bytes->size() != 8 + policy::SequenceWindow::size / 8) return policy::SequenceWindow().save();
    policy::SequenceWindow::Saved saved{get64(*bytes, 0), {}};
    for (std::size_t at = 8; at < bytes->size(); at += 8) saved.words.push_back(get64(*bytes, at));
    return saved;
}

Status NodeMemory::save_time(const RememberedTime& time) const {
    std::vector<std::uint8_t> bytes;
    put64(bytes, static_cast<std::uint64_t>(domain::to_us(time.attested)));
    put64(bytes, static_cast<std::uint64_t>(domain::to_us(time.running_at)));
    put64(bytes, static_cast<std::uint64_t>(time.running_at_here.time_since_epoch().count()));
    bytes.insert(bytes.end(), time.boot.begin(), time.boot.end());
    bytes.push_back(time.battery_agreed ? 1 : 0);
    return files_.save("time", bytes);
}

std::optional<RememberedTime> NodeMemory::load_time() const {
    const auto bytes = files_.load("time");
    if (!bytes || bytes->size() != time_bytes) return std::nullopt;
    RememberedTime time;
    time.attested = domain::utc_from_us(static_cast<std::int64_t>(get64(*bytes, 0)));
    time.running_at = domain::utc_from_us(static_cast<std::int64_t>(get64(*bytes, 8)));
    time.running_at_here = domain::MonotonicTime{domain::Duration{static_cast<std::int64_t>(get64(*bytes, 16))}};
    std::copy_n(bytes->begin() + 24, time.boot.size(), time.boot.begin());
    time.battery_agreed = (*bytes)[40] != 0;
    return time;
}

}  // namespace village::node::player_loop
