#include "controller/signer/policy_book.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "protocol/grant_codec.hpp"
#include "protocol/hours_codec.hpp"

namespace village::signer {
namespace {

constexpr std::uint32_t approvals_max = 2;
constexpr int areas_max = 256;
constexpr int sounds_max = 4096;
constexpr int area_depth_max = 8;
constexpr int surges_max = 16, surge_windows_max = 8;
constexpr std::uint32_t minutes_per_day = 24 * 60;
constexpr std::uint64_t duration_us_max = 24ULL * 3600 * 1'000'000;
constexpr domain::Duration longest_emergency_default = std::chrono::hours{1};

Result<domain::HourWindow> read_window(const wire::Hours::Window& window) {
    if (window.from_minute() > minutes_per_day || window.to_minute() > minutes_per_day)
        return Error{ErrorCode::malformed, "an hour window ends after midnight's 1440th minute"};
    return domain::HourWindow{static_cast<std::uint16_t>(window.from_minute()), static_cast<std::uint16_t>(window.to_minute())};
}

Result<domain::Duration> read_duration(std::uint64_t us, const char* what) {
    if (us > duration_us_max) return Error{ErrorCode::malformed, fmt::format("{} is longer than a day", what)};
    return domain::Duration{static_cast<std::int64_t>(us)};
}

}  // namespace

Result<PolicyBook> PolicyBook::read(const wire::PolicyBundle& bundle) {
    PolicyBook book;
    book.epoch_ = bundle.epoch();
    auto commune = read_bytes<domain::AreaId>(bundle.commune(), "the commune's area");
    if (!commune) return commune.error();
    book.commune_ = *commune;
    if (bundle.volume_cap_percent() > 100) return Error{ErrorCode::malformed, "the volume cap is over 100 %"};
    book.volume_cap_percent_ = static_cast<std::uint8_t>(bundle.volume_cap_percent());
    if (bundle.approvals_needed() > approvals_max) return Error{ErrorCode::malformed, "more than 2 approvals are asked for"};
    book.approvals_needed_ = bundle.approvals_needed();
    auto longest = read_duration(bundle.longest_emergency(), "the longest emergency");
    if (!longest) return longest.error();
    book.longest_emergency_ = longest->count() > 0 ? *longest : longest_emergency_default;
    auto hours = protocol::read_hours(bundle.hours());
    if (!hours) return hours.error();
    book.hours_ = std::move(*hours);
    if (auto done = book.read_areas(bundle); !done) return done.error();
    if (auto done = book.read_sounds(bundle); !done) return done.error();
    if (auto done = book.read_surges(bundle); !done) return done.error();
    return book;
}

Status PolicyBook::read_surges(const wire::PolicyBundle& bundle) {
    if (bundle.surge_periods_size() > surges_max) return Error{ErrorCode::too_large, "more than 16 surge periods"};
    for (const auto& message : bundle.surge_periods()) {
        policy::SurgeOpening surge{domain::utc_from_us(message.from()), domain::utc_from_us(message.until()), {}, {}, {}};
        if (surge.until <= surge.from || surge.until - surge.from > domain::SurgePeriod::longest)
            return Error{ErrorCode::malformed, "a surge period lasts 31 days at most"};
        if (message.windows_size() > surge_windows_max) return Error{ErrorCode::too_large, "more than 8 windows"};
        for (const auto& one : message.windows()) {
            auto window = read_window(one);
            if (!window) return window.error();
            surge.windows.push_back(*window);
        }
        if (message.from_priority() < 1 || message.from_priority() > wire::PRIORITY_EMERGENCY)
            return Error{ErrorCode::malformed, "the priority of a surge period is unknown"};
        surge.from_priority = static_cast<domain::Priority>(message.from_priority() - 1);
        auto nodes = protocol::read_nodes(message.nodes());
        if (!nodes) return nodes.error();
        surge.nodes = std::move(*nodes);
        surges_.push_back(std::move(surge));
    }
    return {};
}

Status PolicyBook::read_areas(const wire::PolicyBundle& bundle) {
    if (bundle.areas_size() > areas_max) return Error{ErrorCode::too_large, "more than 256 areas"};
    for (const auto& message : bundle.areas()) {
        auto id = read_bytes<domain::AreaId>(message.id(), "an area's id");
        if (!id) return id.error();
        Area area;
        if (!message.parent().empty()) {
            auto parent = read_bytes<domain::AreaId>(message.parent(), "an area's parent");
            if (!parent) return parent.error();
            area.parent = *parent;
        }
        if (message.has_nodes()) {
            auto nodes = protocol::read_nodes(message.nodes());
            if (!nodes) return nodes.error();
            area.nodes = std::move(*nodes);
        }
        commune_nodes_ = commune_nodes_.united_with(area.nodes);
        areas_[*id] = std::move(area);
    }
    return {};
}

Status PolicyBook::read_sounds(const wire::PolicyBundle& bundle) {
    if (bundle.templates_size() > sounds_max || bundle.siren_set_size() > sounds_max)
        return Error{ErrorCode::too_large, "more than 4096 rendered templates or sirens"};
    for (const auto& message : bundle.templates()) {
        auto id = read_bytes<domain::TemplateId>(message.emergency_template(), "a template's id");
        if (!id) return id.error();
        auto area = read_bytes<domain::AreaId>(message.area(), "a template's area");
        if (!area) return area.error();
        auto content = read_bytes<domain::ContentHash>(message.content(), "a template's content");
        if (!content) return content.error();
        auto longest = read_duration(message.max_duration(), "a template's longest duration");
        if (!longest) return longest.error();
        sounds_.push_back({*id, *area, *content, std::min(*longest, longest_emergency_), message.all_clear(), message.drill()});
    }
    for (const auto& bytes : bundle.siren_set()) {
        auto siren = read_bytes<domain::ContentHash>(bytes, "a siren");
        if (!siren) return siren.error();
        siren_set_.insert(*siren);
    }
    return {};
}

const domain::NodeSet* PolicyBook::nodes_of(domain::AreaId area) const {
    const auto found = areas_.find(area);
    return found == areas_.end() ? nullptr : &found->second.nodes;
}

bool PolicyBook::is_siren(const domain::ContentHash& content) const {
    const auto warns = [&](const PermittedSound& sound) { return sound.content == content && !sound.drill && !sound.all_clear; };
    return siren_set_.contains(content) || std::ranges::any_of(sounds_, warns);
}

bool PolicyBook::is_drill(const domain::ContentHash& content, const domain::NodeSet& nodes) const {
    return std::ranges::any_of(sounds_, [&](const PermittedSound& sound) {
        const auto* area = nodes_of(sound.area);
        return sound.drill && sound.content == content && area && nodes.is_subset_of(*area);
    });
}

bool PolicyBook::opens_quiet_hours_for(const domain::Grant& grant) const {
    // What may go on after an interruption could sound behind its window.
    if (grant.when_interrupted != domain::WhenInterrupted::drop) return false;
    // Whoever begins late may sound until then.
    const policy::SurgeWish wish{.category = {},
                                 .priority = grant.priority,
                                 .nodes = grant.nodes,
                                 .start = grant.starts_at,
                                 .duration = grant.not_after - grant.starts_at};
    return std::ranges::any_of(surges_, [&](const policy::SurgeOpening& surge) {
        return policy::opens_quiet_hours(surge, wish, hours_.utc_offset_minutes);
    });
}

domain::IssuerLevel PolicyBook::level_of(const std::vector<domain::AreaId>& areas) const {
    auto level = domain::IssuerLevel::hamlet;
    for (const auto& area : areas) {
        // Whose area the commune lies in is above it.
        if (area != commune_ && area_contains(area, commune_)) return domain::IssuerLevel::province;
        if (area == commune_) level = domain::IssuerLevel::commune;
    }
    return level;
}

bool PolicyBook::area_contains(domain::AreaId outer, domain::AreaId inner) const {
    for (int depth = 0; depth < area_depth_max; ++depth) {
        const auto found = areas_.find(inner);
        if (found == areas_.end()) return false;
        if (inner == outer) return true;
        if (!found->second.parent) return false;
        inner = *found->second.parent;
    }
    return false;
}

const PermittedSound* PolicyBook::find_sound(const domain::EmergencyIntent& intent, const domain::ContentHash& content) const {
    for (const auto& sound : sounds_)
        if (sound.emergency_template == intent.emergency_template && sound.content == content && !sound.drill &&
            sound.area == intent.area)
            return &sound;
    return nullptr;
}

bool same_policy(const wire::PolicyBundle& left, const wire::PolicyBundle& right) {
    const auto essence = [](wire::PolicyBundle bundle) {
        bundle.set_epoch(0);
        bundle.clear_device_keys();
        return bundle.SerializeAsString();
    };
    return essence(left) == essence(right);
}

}  // namespace village::signer
