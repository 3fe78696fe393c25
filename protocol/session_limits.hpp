// The limits of PROTOCOL.md, section 15, one function per message that has a list or a text. Every decoder of this room asks
// here after parsing, so no receiver has to count again.
#pragma once

#include "protocol/keys.hpp"

namespace village::wire {
class Ack;
class Quench;
class SessionMessage;
class SignerRequest;
class Start;
class Stop;
}  // namespace village::wire

namespace village::protocol {

Status check_limits(const wire::SessionMessage& message);
Status check_limits(const wire::SignerRequest& message);
Status check_limits(const wire::Start& message);
Status check_limits(const wire::Stop& message);
Status check_limits(const wire::Quench& message);
Status check_limits(const wire::Ack& message);

}  // namespace village::protocol
