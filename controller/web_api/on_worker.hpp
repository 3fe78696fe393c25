// What blocks on the disk goes to the worker, and comes back to the control thread with its result.
#pragma once

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <type_traits>

#include "controller/web_api/api.hpp"

namespace village::web_api {

template <class Work>
ports::Awaitable<std::invoke_result_t<Work&>> run_here(Work work) {
    co_return work();
}

/// `work` owns what it needs, or what outlives the server.
template <class Work>
ports::Awaitable<std::invoke_result_t<Work&>> on_worker(const Api& api, Work work) {
    auto there = run_here(std::move(work));
    co_return co_await boost::asio::co_spawn(api.world.worker, std::move(there), boost::asio::use_awaitable);
}

}  // namespace village::web_api
