// The coroutines of one owner: counted, closed together, waited for. Each names how to end it early; `close_all` asks every one,
// `finished` returns when the last has ended. Control thread.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstdint>
#include <functional>
#include <map>
#include <string>

namespace village::sessions {

class TaskGroup {
public:
    explicit TaskGroup(boost::asio::io_context& context);

    /// `name` is for the log, should an exception end it.
    void spawn(boost::asio::awaitable<void> task, std::string name);
    boost::asio::awaitable<void> finished();
    std::size_t running() const { return running_; }

    /// Keeps a way to end something for as long as it lives.
    class Closer {
    public:
        Closer(TaskGroup& group, std::function<void()> close);
        Closer(const Closer&) = delete;
        Closer& operator=(const Closer&) = delete;
        ~Closer();

    private:
        TaskGroup& group_;
        std::uint64_t id_;
    };
    void close_all();
    bool is_closing() const { return closing_; }

private:
    boost::asio::io_context& context_;
    boost::asio::steady_timer idle_;
    std::map<std::uint64_t, std::function<void()>> closers_;
    std::uint64_t next_id_ = 0;
    std::size_t running_ = 0;
    bool closing_ = false;
};

}  // namespace village::sessions
