#include "scheduler/delivery/hearers.hpp"

#include <algorithm>

namespace village::delivery {
namespace {

using domain::DeliveryState;

bool has_sounded(const domain::Delivery& delivery) {
    return delivery.played > domain::Duration::zero() || delivery.first_sample_at || delivery.state == DeliveryState::playing ||
           delivery.state == DeliveryState::played;
}

}  // namespace

Hearers hearers_of(const domain::Broadcast& broadcast, const std::vector<domain::Delivery>& deliveries, domain::UtcTime now) {
    Hearers heard;
    for (const auto& delivery : deliveries) {
        if (delivery.state == DeliveryState::played) heard.heard_out.insert(delivery.node);
        if (has_sounded(delivery)) heard.sounded.insert(delivery.node);
        else if (!domain::is_final(delivery.state) && broadcast.starts_at <= now) heard.not_known.insert(delivery.node);
    }
    return heard;
}

bool may_still_sound(const domain::Broadcast& broadcast, const std::vector<domain::Delivery>& deliveries) {
    const auto is_open = [](const domain::Delivery& delivery) { return !domain::is_final(delivery.state); };
    return !broadcast.ended_at || std::ranges::any_of(deliveries, is_open);
}

domain::NodeSet corrected_by(const domain::Broadcast& correction, const Hearers& its_hearers) {
    return correction.ended_at ? its_hearers.heard_out : correction.targets;
}

}  // namespace village::delivery
