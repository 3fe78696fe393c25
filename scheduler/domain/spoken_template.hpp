// Where emergencies are called, what a template says there, and whether the finished sound there says just that.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "scheduler/domain/commune.hpp"
#include "scheduler/domain/emergency.hpp"
#include "scheduler/domain/operator.hpp"

namespace village::domain {

/// The hamlets, and last the whole commune: nobody is to choose that by not choosing.
std::vector<const Area*> warned_places(const Commune& commune);
bool is_warned(const Area& place);
/// For the whole commune an approver or an editor, whatever areas a hamlet head was given.
bool may_call_for(const Operator& who, const Area& place);
/// Who is no approver says why he calls for the whole commune.
bool must_give_reason(const Operator& who, const Area& place);

/// The words of this template at this place as they are now; which slot has no value. To the whole commune it is the commune that
/// speaks, and it says of no hamlet where people meet.
Result<std::string> sentence_of(const EmergencyTemplate& wanted, const Area& place, const Commune& commune);
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
