#include "tests/simulation/media/commune.hpp"

#include "protocol/session.pb.h"
#include "protocol/session_codec.hpp"

namespace village::simulation::media {
namespace {

using namespace std::chrono_literals;

protocol::Ed25519KeyPair key_pair(Random& random) { return protocol::Ed25519KeyPair::from_seed(random_bytes<32>(random)); }

wire::NodePolicy all_day() {
    wire::NodePolicy policy;
    auto& hours = *policy.mutable_hours();
    auto& window = *hours.add_allowed();
    window.set_from_minute(5 * 60);
    window.set_to_minute(20 * 60);
    hours.mutable_quiet()->set_from_minute(21 * 60);
    hours.mutable_quiet()->set_to_minute(5 * 60);
    hours.set_longest_session(3'600'000'000);
    hours.set_sessions_per_day(255);
    hours.set_utc_offset_minutes(7 * 60);
    for (auto set : {&wire::Volume::set_day, &wire::Volume::set_evening, &wire::Volume::set_emergency})
        (policy.mutable_volume()->*set)(100);
    return policy;
}

}  // namespace

Commune::Commune(Random random, domain::UtcTime begin) : root_(key_pair(random)), signer_(key_pair(random)), begin_(begin) {}

void Commune::enrol(const std::filesystem::path& folder) const {
    auto memory = node::player_loop::NodeMemory::open(folder);
    protocol::Delegation lent;
    lent.serial = signer_serial;
    lent.public_key = signer_.public_key();
    lent.acts = protocol::DelegatedActs::everything();
    lent.priorities = protocol::every_priority;
    lent.not_before = begin_ - 24h;
    lent.not_after = begin_ + 24h * 90;
    const auto anchors = protocol::sign_anchors(root_, root_serial, {1, {{root_serial, root_.public_key()}}});
    wire::TrustUpdate trust;
    trust.add_anchors(protocol::string_of(anchors.bytes));
    trust.add_delegations(protocol::string_of(protocol::sign_delegation(root_, root_serial, lent).bytes));
    const bool is_kept =
        memory && memory->save_root(root_.public_key()) && memory->save_trust(trust) && memory->save_policy(all_day());
    if (!is_kept) throw std::runtime_error("the simulated node's folder cannot be written: " + folder.string());
}

}  // namespace village::simulation::media
