// Planted bugs: mistakes that somebody could make in the shells around the deciders. A simulation that does not find them
// proves nothing; `village-sim --plant all` says how many seeds each one needed.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace village::simulation {

enum class Plant : std::uint8_t {
    none,
    skip_start_by,             ///< The node takes start_by for not_after: plays late.
    resume_ignores_stop,       ///< The node drops a STOP for what is not sounding at this moment.
    no_preemption,             ///< The device lets what it plays come to its end before an emergency.
    receipt_counted_twice,     ///< The store forgets that (node, number) was there.
    forget_done,               ///< The node's disk loses what was done.
    ignore_scope,              ///< The node believes that every grant is for it.
    stop_lost_while_signing,   ///< The controller forgets a STOP whose grant is with the signer.
};

struct NamedPlant {
    std::string_view name;
    Plant plant;
};
inline constexpr std::array plants{
    NamedPlant{"skip_start_by", Plant::skip_start_by},
    NamedPlant{"resume_ignores_stop", Plant::resume_ignores_stop},
    NamedPlant{"no_preemption", Plant::no_preemption},
    NamedPlant{"receipt_counted_twice", Plant::receipt_counted_twice},
    NamedPlant{"forget_done", Plant::forget_done},
    NamedPlant{"ignore_scope", Plant::ignore_scope},
    NamedPlant{"stop_lost_while_signing", Plant::stop_lost_while_signing},
};

inline std::optional<Plant> plant_named(std::string_view name) {
    for (const auto& known : plants)
        if (known.name == name) return known.plant;
    return std::nullopt;
}

}  // namespace village::simulation
