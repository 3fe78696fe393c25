#include "controller/sessions/task_group.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "controller/observability/log.hpp"

namespace village::sessions {

namespace asio = boost::asio;

TaskGroup::TaskGroup(asio::io_context& context) : context_(context), idle_(context, asio::steady_timer::time_point::max()) {}

void TaskGroup::spawn(asio::awaitable<void> task, std::string name) {
    ++running_;
    auto ended = [this, name = std::move(name)](std::exception_ptr failure) {
        if (--running_ == 0) idle_.cancel();
        if (!failure) return;
        try {
            std::rethrow_exception(failure);
        } catch (const std::exception& error) {
            log::error("{} ended by an exception: {} [internal]", name, error.what());
        }
    };
    asio::co_spawn(context_, std::move(task), std::move(ended));
}

asio::awaitable<void> TaskGroup::finished() {
    while (running_ > 0) {
        idle_.expires_at(asio::steady_timer::time_point::max());
        co_await idle_.async_wait(asio::as_tuple(asio::use_awaitable));
    }
}

TaskGroup::Closer::Closer(TaskGroup& group, std::function<void()> close) : group_(group), id_(group.next_id_++) {
    // Something that starts while everything ends has to end too.
    if (group.closing_) close();
    group.closers_.emplace(id_, std::move(close));
}

TaskGroup::Closer::~Closer() { group_.closers_.erase(id_); }

void TaskGroup::close_all() {
    closing_ = true;
    const auto closers = closers_;
    for (const auto& [id, close] : closers)
        if (closers_.contains(id)) close();
}

}  // namespace village::sessions
