// Fetches audio beforehand: HTTPS range requests on a connection of its own, chunk by chunk compared with the announced hashes,
// resumed where it stopped, within a budget of bytes a second. One content at a time, the most urgent first. Main thread only.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <optional>
#include <random>

#include "node-firmware/link/demo_faults.hpp"
#include "node-firmware/link/tls_client.hpp"
#include "scheduler/domain/content.hpp"

namespace village::node::link {

struct ContentToFetch {
    domain::ContentHash root;
    std::uint64_t size_bytes = 0;
    std::vector<domain::Sha256> chunks;
};

/// The disk, as the prefetcher needs it.
class FetchStore {
public:
    virtual ~FetchStore() = default;
    /// The most urgent content that is missing.
    virtual std::optional<ContentToFetch> next() = 0;
    /// How many chunks are there already.
    virtual domain::Result<std::uint64_t> begin(const ContentToFetch& content) = 0;
    virtual domain::Status put_chunk(const ContentToFetch& content, std::uint64_t number, domain::Bytes bytes) = 0;
    virtual domain::Status finish(const ContentToFetch& content) = 0;
};

struct PrefetchOptions {
    std::vector<ControllerAddress> controllers;
    std::uint32_t kilobytes_per_second = 0;  ///< 0: as fast as the line goes.
    KnownTime known_time;
};

class Prefetcher {
public:
    static constexpr std::uint64_t chunks_per_request = 4;  ///< 256 KiB in memory at most.
    static constexpr std::chrono::seconds answer_within{30};

    Prefetcher(boost::asio::io_context& context, PrefetchOptions options, const NodeIdentity& identity, FetchStore& store,
               DemoFaults& faults);

    void start();
    void stop();
    /// Something new is wanted.
    void wake();

private:
    boost::asio::awaitable<void> run();
    boost::asio::awaitable<domain::Status> fetch(ContentToFetch content);
    boost::asio::awaitable<domain::Status> fetch_range(std::shared_ptr<TlsConnection> connection, const ContentToFetch& content,
                                                       std::uint64_t from, std::uint64_t count);
    boost::asio::awaitable<domain::Result<std::shared_ptr<TlsConnection>>> connected();
    boost::asio::awaitable<void> rest(std::chrono::milliseconds time);

    boost::asio::io_context& context_;
    PrefetchOptions options_;
    const NodeIdentity& identity_;
    FetchStore& store_;
    DemoFaults& faults_;
    boost::asio::steady_timer pause_;
    std::shared_ptr<TlsConnection> connection_;
    std::size_t controller_ = 0;
    std::uint32_t failures_ = 0;
    std::minstd_rand random_{std::random_device{}()};
    bool stopping_ = false;
};

}  // namespace village::node::link
