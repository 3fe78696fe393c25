// What an emergency template says in a hamlet, and whether the finished sound there says just that.
#pragma once

#include <optional>
#include <string>

#include "scheduler/domain/commune.hpp"
#include "scheduler/domain/emergency.hpp"

namespace village::domain {

/// The words of this template in this hamlet as they are now; which slot has no value.
Result<std::string> sentence_of(const EmergencyTemplate& wanted, const Area& hamlet, const Commune& commune);
/// Made of exactly these words, with the siren of now.
bool is_up_to_date(const RenderedTemplate* made, const std::string& words);

enum class TemplateFlaw : std::uint8_t {
    incomplete,  ///< A slot has no value; what was made before it was lost still warns.
    not_made,    ///< Nothing warns there yet.
    failed,      ///< The sound of these words could not be made, and is not tried again by itself.
    older,       ///< What was made of other words, or with another siren, warns until it is made anew.
};
/// "incomplete", as in the API.
std::string_view template_flaw_name(TemplateFlaw flaw);
/// `has_failed`: who makes the sounds gave up on these words.
std::optional<TemplateFlaw> flaw_of(const RenderedTemplate* made, const Result<std::string>& words, bool has_failed);

}  // namespace village::domain
