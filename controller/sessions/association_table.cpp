#include "controller/sessions/association_table.hpp"

#include <sodium.h>

#include <algorithm>

#include "controller/observability/log.hpp"
#include "controller/sessions/private_file.hpp"
#include "protocol/aead.hpp"

namespace village::sessions {
namespace {

using domain::UtcTime;
using protocol::ByteVector;

constexpr std::string_view magic = "village-associations-v1";
constexpr std::size_t record_bytes = 2 + 8 + 32 + 8 + 8 + 16 + 2 + 8;
constexpr std::size_t nonce_bytes = 12;

void put(ByteVector& out, std::uint64_t value, int size) {
    for (int shift = 8 * (size - 1); shift >= 0; shift -= 8) out.push_back(static_cast<std::uint8_t>(value >> shift));
}

void put(ByteVector& out, domain::Bytes bytes) { out.insert(out.end(), bytes.begin(), bytes.end()); }

std::uint64_t take(domain::Bytes& in, std::size_t size) {
    std::uint64_t value = 0;
    for (const auto byte : in.first(size)) value = value << 8 | byte;
    in = in.subspan(size);
    return value;
}

void write_record(ByteVector& out, const Association& association) {
    const auto state = association.crypto.state();
    put(out, association.node.value, 2);
    put(out, state.connection_id, 8);
    put(out, state.exporter.view());
    put(out, state.next_counter, 8);
    put(out, state.received_below, 8);
    put(out, association.address->ip);
    put(out, association.address->port, 2);
    put(out, static_cast<std::uint64_t>(domain::to_us(association.heard_at)), 8);
}

Association read_record(domain::Bytes in) {
    const domain::NodeNumber node{static_cast<std::uint16_t>(take(in, 2))};
    protocol::UdpAssociationState state;
    state.connection_id = take(in, 8);
    state.exporter = protocol::Secret<32>{in.first<32>()};
    in = in.subspan(32);
    // What was sent after the last save is not known; a counter must never be used twice.
    state.next_counter = take(in, 8) + protocol::udp_counter_skip;
    state.received_below = take(in, 8);
    ports::NodeAddress address;
    std::ranges::copy(in.first<16>(), address.ip.begin());
    in = in.subspan(16);
    address.port = static_cast<std::uint16_t>(take(in, 2));
    const auto heard_at = domain::utc_from_us(static_cast<std::int64_t>(take(in, 8)));
    return {node, protocol::UdpAssociation{protocol::UdpRole::controller, state}, address, heard_at};
}

domain::Result<std::string> sealing_key(const std::string& folder) {
    const auto path = folder + "/associations.key";
    auto stored = read_private_file(path);
    if (stored && stored->size() == 16) return stored;
    std::string key(16, '\0');
    randombytes_buf(key.data(), key.size());
    if (auto kept = write_private_file(path, key); !kept) return kept.error();
    return key;
}

protocol::AeadKey key_view(const std::string& key) { return domain::as_bytes(key).first<16>(); }

}  // namespace

Association& AssociationTable::bind(domain::NodeNumber node, std::uint64_t connection_id,
                                    const std::array<std::uint8_t, 32>& exporter, UtcTime now) {
    forget(node);
    protocol::UdpAssociationState state;
    state.connection_id = connection_id;
    state.exporter = protocol::Secret<32>{exporter};
    protocol::UdpAssociation crypto{protocol::UdpRole::controller, state};
    auto made = std::make_unique<Association>(Association{node, std::move(crypto), std::nullopt, now});
    auto& association = *made;
    by_node_[node.value] = made.get();
    by_id_[connection_id] = std::move(made);
    return association;
}

Association* AssociationTable::find(std::uint64_t connection_id) {
    const auto found = by_id_.find(connection_id);
    return found == by_id_.end() ? nullptr : found->second.get();
}

Association* AssociationTable::of_node(domain::NodeNumber node) {
    const auto found = by_node_.find(node.value);
    return found == by_node_.end() ? nullptr : found->second;
}

void AssociationTable::forget(domain::NodeNumber node) {
    const auto found = by_node_.find(node.value);
    if (found == by_node_.end()) return;
    by_id_.erase(found->second->crypto.connection_id());
    by_node_.erase(found);
}

void AssociationTable::load(UtcTime now) {
    auto stored = read_private_file(folder_ + "/associations.sealed");
    auto key = read_private_file(folder_ + "/associations.key");
    if (!stored || !key || key->size() != 16 || stored->size() < nonce_bytes) return;
    const auto sealed = domain::as_bytes(*stored);
    const auto opened =
        protocol::aead_open(key_view(*key), sealed.first<nonce_bytes>(), domain::as_bytes(magic), sealed.subspan(nonce_bytes));
    if (!opened || opened->size() % record_bytes != 0) {
        log::warn("the stored UDP associations cannot be read; nodes bind anew when they join [associations_unreadable]");
        return;
    }
    for (domain::Bytes rest = *opened; !rest.empty(); rest = rest.subspan(record_bytes)) {
        auto association = read_record(rest.first(record_bytes));
        if (now - association.heard_at > association_lifetime || association.node.value == 0) continue;
        auto kept = std::make_unique<Association>(std::move(association));
        forget(kept->node);
        by_node_[kept->node.value] = kept.get();
        by_id_[kept->crypto.connection_id()] = std::move(kept);
    }
}

domain::Status AssociationTable::save() {
    auto key = sealing_key(folder_);
    if (!key) return key.error();
    ByteVector plain;
    plain.reserve(by_id_.size() * record_bytes);
    for (const auto& [id, association] : by_id_)
        if (association->address) write_record(plain, *association);
    // A nonce at random is safe here: 2^32 saves under one key would take centuries.
    std::array<std::uint8_t, nonce_bytes> nonce{};
    randombytes_buf(nonce.data(), nonce.size());
    const auto sealed = protocol::aead_seal(key_view(*key), nonce, domain::as_bytes(magic), plain);
    std::string content(nonce.begin(), nonce.end());
    content.append(sealed.begin(), sealed.end());
    return write_private_file(folder_ + "/associations.sealed", content, Durability::may_be_lost);
}

}  // namespace village::sessions
