// Rights and roles as people say them, for a refusal that names which right is missing and who has it.
#pragma once

#include "controller/web_api/both_languages.hpp"

namespace village::web_api {

/// An action of policy::Action by its name: "set_hours" is "set hours, volumes and approval rules".
BothLanguages action_in_words(std::string_view name);

/// Whom to ask: "approver, editor" is "a leader who approves or an editor".
BothLanguages roles_in_words(std::string_view names);

}  // namespace village::web_api
