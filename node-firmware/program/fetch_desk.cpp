#include "node-firmware/program/fetch_desk.hpp"

#include <algorithm>

namespace village::node {
namespace {
cache::WantedContent wanted_of(const link::ContentToFetch& content) { return {content.root, content.size_bytes, content.chunks}; }
}  // namespace

std::optional<link::ContentToFetch> FetchDesk::next() {
    auto wanted = loop_.wanted();
    if (wanted.empty()) return std::nullopt;
    // One content that the controller does not have must not keep the rest of the week away.
    const bool stuck = failed_ && wanted.front().root == *failed_ && wanted.size() > 1;
    const auto& chosen = stuck ? wanted[1] : wanted.front();
    failed_ = chosen.root;
    return link::ContentToFetch{chosen.root, chosen.size_bytes, chosen.chunks};
}

domain::Result<std::uint64_t> FetchDesk::begin(const link::ContentToFetch& content) {
    return contents_.begin(wanted_of(content));
}

domain::Status FetchDesk::put_chunk(const link::ContentToFetch& content, std::uint64_t number, domain::Bytes bytes) {
    return contents_.put_chunk(wanted_of(content), number, bytes);
}

domain::Status FetchDesk::finish(const link::ContentToFetch& content) {
    auto finished = contents_.finish(wanted_of(content));
    if (!finished) return finished;
    failed_.reset();
    loop_.content_ready(content.root);
    return finished;
}

}  // namespace village::node
