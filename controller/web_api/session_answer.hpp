// The answer that carries a fresh session: to a sign-in and to a finished set-up.
#pragma once

#include "controller/ports/people.hpp"
#include "controller/web_api/api.hpp"

namespace village::web_api {

Answer answer_signed_in(const Api& api, const ports::SignedIn& session, unsigned status);

}  // namespace village::web_api
