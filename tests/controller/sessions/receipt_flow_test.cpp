// Receipts from a node's outbox to the controller's disk over a line that loses, reorders and breaks, while the disk finishes in any
// order or not at all: what the node forgets is on the disk, always; and once everything is well, nothing is left over.
#include <gtest/gtest.h>

#include <deque>
#include <random>

#include "controller/sessions/machines/receipt_intake.hpp"
#include "node-firmware/link/machines/receipt_outbox.hpp"

namespace village::sessions::machines {
namespace {

constexpr domain::NodeNumber flow_node{17};
constexpr std::uint64_t receipts_total = 100;

struct Chain {
    Chain() {
        EXPECT_TRUE(protocol::prepare_cryptography());
        domain::Sha256 previous;
        for (std::uint64_t number = 1; number <= receipts_total; ++number) {
            domain::PlaybackReceipt receipt;
            receipt.node = flow_node;
            receipt.number = number;
            receipt.previous = previous;
            auto made = protocol::sign_receipt(key, receipt);
            previous = made.hash;
            envelopes.push_back(made.receipt.signed_bytes);
        }
    }
    protocol::Ed25519KeyPair key = protocol::Ed25519KeyPair::from_seed(std::array<std::uint8_t, 32>{5});
    std::vector<std::string> envelopes;
};

class Line {
public:
    Line(const Chain& chain, std::uint32_t seed) : chain_(chain), random_(seed) { join(); }

    void step() {
        switch (pick(7)) {
            case 0: made_ = std::min(made_ + pick(9), receipts_total); break;
            case 1: send(); break;
            case 2: arrive(pick(up_.size() < 2 ? 1 : 2)); break;
            case 3: finish_writing(pick(writing_.size())); break;
            case 4: take_answer(pick(down_.size())); break;
            case 5: lose_something(); break;
            default:
                if (pick(10) == 0) join();
        }
    }
    /// Nothing is lost any more; a node joins anew from time to time.
    void heal() {
        made_ = receipts_total;
        for (int round = 0; round < 10; ++round) {
            join();
            for (int turn = 0; turn < 500; ++turn) {
                send();
                arrive(0);
                finish_writing(pick(writing_.size()));
                take_answer(0);
            }
        }
    }
    bool has_kept_what_was_forgotten() const {
        for (std::uint64_t number = 1; number <= forgotten_; ++number)
            if (!disk_.contains(number)) return false;
        return true;
    }
    std::uint64_t forgotten() const { return forgotten_; }

private:
    std::size_t pick(std::size_t count) { return count == 0 ? 0 : random_() % count; }

    void join() {
        up_.clear();
        down_.clear();
        auto complete = forgotten_;
        while (disk_.contains(complete + 1)) ++complete;
        intake_.emplace(flow_node, chain_.key.public_key(), complete);
        forgotten_ = complete;
        outbox_.lost();
        outbox_.joined(complete);
    }
    void send() {
        outbox_.stored_up_to(made_);
        while (const auto span = outbox_.take())
            for (std::uint64_t number = span->after + 1; number <= span->after + span->count; ++number) up_.push_back(number);
    }
    void arrive(std::size_t which) {
        if (which >= up_.size()) return;
        const auto number = up_[which];
        up_.erase(up_.begin() + static_cast<std::ptrdiff_t>(which));
        const auto verdict = intake_->take(domain::as_bytes(chain_.envelopes[number - 1]));
        if (!verdict) return join();
        if (const auto* known = std::get_if<ReceiptIntake::AnswerCommitted>(&*verdict)) down_.push_back(known->up_to);
        else if (std::holds_alternative<ReceiptIntake::HandOn>(*verdict)) writing_.push_back(number);
    }
    void finish_writing(std::size_t which) {
        if (which >= writing_.size()) return;
        const auto number = writing_[which];
        writing_.erase(writing_.begin() + static_cast<std::ptrdiff_t>(which));
        disk_.insert(number);
        if (intake_->committed(number)) down_.push_back(intake_->committed_up_to());
    }
    void take_answer(std::size_t which) {
        if (which >= down_.size()) return;
        const auto up_to = down_[which];
        down_.erase(down_.begin() + static_cast<std::ptrdiff_t>(which));
        EXPECT_TRUE(outbox_.committed(up_to));
        forgotten_ = std::max(forgotten_, up_to);
    }
    void lose_something() {
        auto lose_from = [this](auto& queue) {
            if (!queue.empty()) queue.erase(queue.begin() + static_cast<std::ptrdiff_t>(pick(queue.size())));
        };
        const auto what = pick(3);
        if (what == 0) lose_from(up_);
        if (what == 1) lose_from(down_);
        if (what == 2) lose_from(writing_);
    }

    const Chain& chain_;
    std::mt19937 random_;
    node::link::ReceiptOutbox outbox_;
    std::optional<ReceiptIntake> intake_;
    std::deque<std::uint64_t> up_, down_;
    std::vector<std::uint64_t> writing_;
    std::set<std::uint64_t> disk_;
    std::uint64_t made_ = 0, forgotten_ = 0;
};

TEST(ReceiptFlow, WhatANodeForgetsIsOnDiskWhateverTheLineAndTheDiskDo) {
    const Chain chain;
    for (std::uint32_t seed = 1; seed <= 60; ++seed) {
        Line line(chain, seed);

        for (int turn = 0; turn < 400; ++turn) {
            line.step();
            ASSERT_TRUE(line.has_kept_what_was_forgotten()) << "seed " << seed << ", turn " << turn;
        }
        line.heal();

        EXPECT_EQ(line.forgotten(), receipts_total) << "seed " << seed;
        ASSERT_TRUE(line.has_kept_what_was_forgotten());
    }
}

}  // namespace
}  // namespace village::sessions::machines
