#include "controller/web_api/live_socket.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <boost/json/object.hpp>

#include "controller/observability/log.hpp"
#include "controller/web_api/authority.hpp"
#include "controller/web_api/json_checks.hpp"
#include "controller/web_api/live_messages.hpp"
#include "controller/web_api/live_queue.hpp"

namespace village::web_api {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = boost::beast::websocket;
using ports::Awaitable;

namespace {

constexpr std::chrono::seconds ping_period{15};
constexpr std::chrono::seconds silence_max{35};
constexpr std::chrono::seconds write_time{30};
constexpr std::chrono::milliseconds snapshot_gap{500};
constexpr std::size_t client_message_bytes_max = 256;

using Clock = std::chrono::steady_clock;

class LiveSocket {
public:
    LiveSocket(Api& api, WebStream& stream, Request request)
        : api_(api),
          stream_(stream),
          socket_(stream),
          request_(std::move(request)),
          wake_(stream.get_executor()),
          write_limit_(stream.get_executor()) {}

    Awaitable<void> run(beast::http::request<beast::http::empty_body> upgrade) {
        stream_.tcp().expires_never();
        websocket::stream_base::timeout limits{std::chrono::seconds{15}, silence_max, false};
        socket_.set_option(limits);
        socket_.read_message_max(client_message_bytes_max);
        socket_.text(true);
        const auto [refused] = co_await socket_.async_accept(upgrade, awaiting);
        if (refused) co_return;
        const auto subscription = api_.world.feed.subscribe([this](const LiveText& delta) { take(delta); });
        asio::co_spawn(stream_.get_executor(), read_all(), [this](std::exception_ptr) {
            is_reading_ = false;
            end();
        });
        is_reading_ = true;
        std::exception_ptr thrown;
        try {
            co_await write_all();
        } catch (...) {
            thrown = std::current_exception();
        }
        api_.world.feed.unsubscribe(subscription);
        api_.figures.live_overflows += queue_.overflows();
        stream_.close();
        // The reader holds `this` until it has ended.
        while (is_reading_) co_await sleep_until(Clock::time_point::max());
        if (thrown) std::rethrow_exception(thrown);
    }

private:
    void take(const LiveText& delta) {
        queue_.push(delta);
        wake_.cancel();
    }

    void end() {
        is_over_ = true;
        wake_.cancel();
    }

    Awaitable<void> sleep_until(Clock::time_point time) {
        wake_.expires_at(time);
        co_await wake_.async_wait(awaiting);
    }

    Awaitable<void> read_all() {
        beast::flat_buffer buffer;
        while (!is_over_) {
            const auto [failed, count] = co_await socket_.async_read(buffer, awaiting);
            if (failed) co_return;
            const auto message = parse_body({static_cast<const char*>(buffer.cdata().data()), buffer.size()});
            buffer.consume(buffer.size());
            const auto* object = message ? message->if_object() : nullptr;
            const auto* type = object != nullptr ? object->if_contains("type") : nullptr;
            if (type == nullptr) co_return;
            if (*type == "snapshot") {
                queue_.ask_snapshot();
                wake_.cancel();
            }
        }
    }

    Awaitable<bool> write(std::string_view text) {
        // A page that reads nothing must not hold its connection for ever.
        write_limit_.expires_after(write_time);
        write_limit_.async_wait([this](const boost::system::error_code& in_time) {
            if (!in_time) stream_.close();
        });
        const auto [failed, count] = co_await socket_.async_write(asio::buffer(text.data(), text.size()), awaiting);
        write_limit_.cancel();
        co_return !failed;
    }

    /// Still signed in, still paired? A session that was ended ends its pages too.
    Awaitable<bool> is_still_allowed() {
        auto again = request_;
        auto allowed = co_await authorised(api_, Right::officer, std::move(again));
        co_return allowed.has_value() || allowed.error().code == domain::ErrorCode::timed_out ||
            allowed.error().code == domain::ErrorCode::storage_failed;
    }

    Awaitable<void> write_all() {
        auto next_ping = Clock::now() + ping_period;
        auto next_snapshot = Clock::now();
        bool alive = co_await write(hello_text(api_));
        while (alive && !is_over_) {
            const auto now = Clock::now();
            if (now >= next_ping) {
                next_ping = now + ping_period;
                const bool allowed = co_await is_still_allowed();
                if (!allowed) break;
                alive = co_await write(ping_text(api_.world.now()));
            } else if (queue_.is_snapshot_due() && now >= next_snapshot) {
                next_snapshot = now + snapshot_gap;
                queue_.snapshot_taken();
                const auto text = snapshot_text(api_);
                alive = co_await write(text);
            } else if (!queue_.is_snapshot_due() && !queue_.is_empty()) {
                const auto text = queue_.pop();
                alive = co_await write(*text);
            } else {
                const auto until = queue_.is_snapshot_due() ? std::min(next_ping, next_snapshot) : next_ping;
                co_await sleep_until(until);
            }
        }
    }

    Api& api_;
    WebStream& stream_;
    websocket::stream<WebStream&> socket_;
    Request request_;
    LiveQueue queue_;
    asio::steady_timer wake_;
    asio::steady_timer write_limit_;
    bool is_reading_ = false;
    bool is_over_ = false;
};

/// One more while it lives.
class Counted {
public:
    explicit Counted(std::size_t& count) : count_(count) { ++count_; }
    Counted(const Counted&) = delete;
    Counted& operator=(const Counted&) = delete;
    ~Counted() { --count_; }

private:
    std::size_t& count_;
};

}  // namespace

bool has_room_for_live(const Api& api) { return api.figures.live_clients < api.options.live_clients_max; }

Awaitable<void> serve_live(Api& api, WebStream& stream, beast::http::request<beast::http::empty_body> upgrade, Request request) {
    const Counted counted{api.figures.live_clients};
    LiveSocket socket{api, stream, std::move(request)};
    co_await socket.run(std::move(upgrade));
}

}  // namespace village::web_api
