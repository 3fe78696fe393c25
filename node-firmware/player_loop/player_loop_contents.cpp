// The hub's part about audio that has to be here before it is due: what is hinted at, kept, and still wanted.
#include "node-firmware/player_loop/player_loop.hpp"

#include <algorithm>

#include "controller/observability/log.hpp"

namespace village::node::player_loop {

namespace {
constexpr std::size_t hints_max = 2512;  // A plan's and a hint's.
}

void PlayerLoop::take_prefetch(const wire::PrefetchHint& hint) {
    if (hint.complete()) kept_.clear();
    remember_contents(hint.contents());
    for (const auto& content : hint.contents()) {
        domain::ContentHash root;
        if (content.hash().size() == 32) std::copy_n(content.hash().begin(), 32, root.bytes.begin());
        kept_.insert(root);
    }
    protect_contents();
}

void PlayerLoop::remember_contents(const google::protobuf::RepeatedPtrField<wire::ContentHint>& hints) {
    for (const auto& hint : hints) {
        if (hint.hash().size() != 32 || hint.chunk_hashes().size() % 32 != 0) continue;
        cache::WantedContent wanted;
        std::copy_n(hint.hash().begin(), 32, wanted.root.bytes.begin());
        wanted.size_bytes = hint.size_bytes();
        wanted.chunks.resize(hint.chunk_hashes().size() / 32);
        for (std::size_t at = 0; at < wanted.chunks.size(); ++at) {
            std::copy_n(hint.chunk_hashes().begin() + static_cast<std::ptrdiff_t>(at * 32), 32, wanted.chunks[at].bytes.begin());
        }
        if (wanted.is_consistent() && (hinted_.contains(wanted.root) || hinted_.size() < hints_max)) {
            hinted_.insert_or_assign(wanted.root, std::move(wanted));
        }
    }
}

void PlayerLoop::protect_contents() {
    auto needed = kept_;
    for (const auto& [id, known] : known_) {
        if (known.grant.content) needed.insert(*known.grant.content);
        if (known.grant.chime) needed.insert(*known.grant.chime);
    }
    // A hint that neither the plan nor the prefetch list names any more is forgotten with its plan.
    std::set<domain::ContentHash> planned;
    for (const auto& hint : plan_.contents()) {
        domain::ContentHash root;
        if (hint.hash().size() == 32) std::copy_n(hint.hash().begin(), 32, root.bytes.begin());
        planned.insert(root);
    }
    std::erase_if(hinted_, [&](const auto& entry) { return !needed.contains(entry.first) && !planned.contains(entry.first); });
    needed.insert(planned.begin(), planned.end());
    world_.contents.protect(std::move(needed));
}

void PlayerLoop::note_losses() {
    const auto lost = world_.contents.take_lost();
    if (!lost.empty()) world_.uplink.content_lost();
    for (const auto& content : lost) {
        log::info("content {} is not here any more [content_lost]", content.text().substr(0, 12));
        std::erase(ready_unsaid_, content);
        lost_unsaid_.push_back(content);
        events_.push_back(dispatch::ContentLost{content});
    }
}

std::vector<cache::WantedContent> PlayerLoop::wanted() const {
    std::map<domain::ContentHash, domain::UtcTime> due;
    for (const auto& [id, known] : known_) {
        if (!known.grant.content) continue;
        auto& first = due.try_emplace(*known.grant.content, known.grant.starts_at).first->second;
        first = std::min(first, known.grant.starts_at);
    }
    std::vector<cache::WantedContent> missing;
    for (const auto& [root, content] : hinted_) {
        if (!world_.contents.has(root)) missing.push_back(content);
    }
    // What is due within the hour goes first, then the emergency set, then the rest of the week.
    const auto soon = now() + std::chrono::hours{1};
    const auto rank = [&](const cache::WantedContent& content) {
        const auto found = due.find(content.root);
        const auto when = found == due.end() ? domain::UtcTime::max() : found->second;
        return std::pair(when <= soon ? 0 : kept_.contains(content.root) ? 1 : 2, when);
    };
    std::stable_sort(missing.begin(), missing.end(),
                     [&](const auto& left, const auto& right) { return rank(left) < rank(right); });
    return missing;
}

}  // namespace village::node::player_loop
