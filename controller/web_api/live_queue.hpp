// What one page still has to be sent. Overflow: everything waiting is thrown away and a snapshot is due instead, which says all
// of it and more.
#pragma once

#include <deque>

#include "controller/web_api/live_feed.hpp"

namespace village::web_api {

class LiveQueue {
public:
    static constexpr std::size_t messages_max = 64;

    void push(LiveText text) {
        // Before a due snapshot nothing needs to wait: the snapshot is newer.
        if (snapshot_due_) return;
        waiting_.push_back(std::move(text));
        if (waiting_.size() <= messages_max) return;
        ++overflows_;
        ask_snapshot();
    }
    void ask_snapshot() {
        snapshot_due_ = true;
        waiting_.clear();
    }
    bool is_snapshot_due() const { return snapshot_due_; }
    void snapshot_taken() { snapshot_due_ = false; }
    bool is_empty() const { return waiting_.empty(); }
    LiveText pop() {
        auto text = std::move(waiting_.front());
        waiting_.pop_front();
        return text;
    }
    std::uint64_t overflows() const { return overflows_; }

private:
    std::deque<LiveText> waiting_;
    bool snapshot_due_ = true;
    std::uint64_t overflows_ = 0;
};

}  // namespace village::web_api
