#include "controller/sessions/plan_builder.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "protocol/session_codec.hpp"

namespace village::sessions {
namespace {

using namespace std::chrono_literals;
using protocol::string_of;

constexpr auto tombstone_lifetime = 24h;
constexpr std::size_t tombstones_max = 256;
constexpr std::size_t contents_max = 4096;
constexpr int grants_max = 2000;
constexpr int offers_max = 512;
constexpr std::size_t chunks_max = 8192;

wire::ContentHint content_hint(const domain::ContentHash& hash, std::uint64_t size, const std::vector<domain::Sha256>& chunks) {
    wire::ContentHint hint;
    hint.set_hash(string_of(hash.bytes));
    hint.set_size_bytes(size);
    auto& all = *hint.mutable_chunk_hashes();
    all.reserve(chunks.size() * 32);
    for (const auto& chunk : chunks) all.append(string_of(chunk.bytes));
    return hint;
}

}  // namespace

const wire::ContentHint* PlanBuilder::content(const domain::Grant& grant) {
    const auto known = contents_.find(*grant.content);
    if (known != contents_.end()) return &known->second;
    auto chunks = blobs_.chunks(*grant.content);
    auto size = blobs_.size(*grant.content);
    if (!chunks || !size || chunks->size() > chunks_max) return nullptr;
    if (contents_.size() >= contents_max) contents_.clear();
    auto hint = content_hint(*grant.content, *size, *chunks);
    hint.set_duration(static_cast<std::uint64_t>(grant.content_duration.count()));
    return &contents_.emplace(*grant.content, std::move(hint)).first->second;
}

wire::Plan PlanBuilder::plan(domain::NodeNumber node, const ports::NodePlan& wanted, Version held) {
    wire::Plan plan;
    // Never lower than what it holds, or it would not take it.
    const auto version =
        std::max(std::pair{std::uint64_t{0}, wanted.issuer_sequence}, std::pair{held.policy_epoch, held.issuer_sequence});
    plan.mutable_version()->set_policy_epoch(version.first);
    plan.mutable_version()->set_issuer_sequence(version.second);
    plan.set_from(domain::to_us(wanted.covers_from));
    plan.set_until(domain::to_us(wanted.covers_to));
    std::set<domain::ContentHash> listed;
    for (const auto& grant : wanted.grants) {
        if (plan.grants_size() >= grants_max) break;
        plan.add_grants(string_of(grant.envelope.bytes));
        if (!grant.grant.content || !listed.insert(*grant.grant.content).second) continue;
        if (const auto* hint = content(grant.grant)) *plan.add_contents() = *hint;
    }
    for (const auto& tombstone : tombstones_)
        if (tombstone.nodes.contains(node)) plan.add_stops(string_of(tombstone.stop.envelope.bytes));
    return plan;
}

wire::PrefetchHint PlanBuilder::hint(const std::vector<ports::ContentOffer>& offers) const {
    wire::PrefetchHint message;
    for (const auto& offer : offers) {
        if (message.contents_size() >= offers_max) break;
        if (offer.chunks.size() <= chunks_max) *message.add_contents() = content_hint(offer.hash, offer.size_bytes, offer.chunks);
    }
    return message;
}

void PlanBuilder::remember_stop(const domain::SignedStop& stop, domain::NodeSet nodes, domain::UtcTime now) {
    std::erase_if(tombstones_, [now](const Tombstone& tombstone) { return now - tombstone.at > tombstone_lifetime; });
    if (tombstones_.size() >= tombstones_max) tombstones_.erase(tombstones_.begin());
    tombstones_.push_back({stop, std::move(nodes), now});
}

}  // namespace village::sessions
