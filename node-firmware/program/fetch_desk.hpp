// Between the prefetcher and the disk: what is wanted comes from the player loop, what was fetched goes into the content store.
#pragma once

#include "node-firmware/link/prefetcher.hpp"
#include "node-firmware/player_loop/player_loop.hpp"

namespace village::node {

class FetchDesk final : public link::FetchStore {
public:
    FetchDesk(player_loop::PlayerLoop& loop, cache::ContentStore& contents) : loop_(loop), contents_(contents) {}

    std::optional<link::ContentToFetch> next() override;
    domain::Result<std::uint64_t> begin(const link::ContentToFetch& content) override;
    domain::Status put_chunk(const link::ContentToFetch& content, std::uint64_t number, domain::Bytes bytes) override;
    domain::Status finish(const link::ContentToFetch& content) override;

private:
    player_loop::PlayerLoop& loop_;
    cache::ContentStore& contents_;
    std::optional<domain::ContentHash> failed_;  ///< Tried last and not got: others have their turn first.
};

}  // namespace village::node
