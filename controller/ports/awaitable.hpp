// The one asynchronous result type of the controller: a coroutine on the control thread.
#pragma once

#include <boost/asio/awaitable.hpp>

namespace village::ports {

template <class Value>
using Awaitable = boost::asio::awaitable<Value>;

}  // namespace village::ports
