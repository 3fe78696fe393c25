#include "controller/web_api/live_feed.hpp"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <boost/json/parse.hpp>

#include "controller/web_api/live_queue.hpp"

namespace village::web_api {
namespace {

ports::NodeCondition node(std::uint16_t number, bool connected) {
    ports::NodeCondition condition;
    condition.node = domain::NodeNumber{number};
    condition.connected = connected;
    return condition;
}

domain::Broadcast broadcast(domain::BroadcastState state) {
    domain::Broadcast one;
    one.state = state;
    return one;
}

struct Page {
    boost::asio::io_context context;
    LiveFeed feed{context.get_executor()};
    std::vector<boost::json::value> seen;
    Page() {
        feed.subscribe([this](const LiveText& text) { seen.push_back(boost::json::parse(*text)); });
    }
};

TEST(LiveFeed, MergesNodesIntoOneDelta) {
    Page page;

    page.feed.publish(node(1, true));
    page.feed.publish(node(2, true));
    page.feed.publish(node(1, false));
    page.feed.flush_nodes();

    ASSERT_EQ(page.seen.size(), 1u);
    EXPECT_EQ(page.seen[0].at("topic"), "nodes");
    ASSERT_EQ(page.seen[0].at("nodes").as_array().size(), 2u);
    EXPECT_EQ(page.seen[0].at("nodes").at(0).at("connected"), false);
}

TEST(LiveFeed, NumbersDeltasWithoutGaps) {
    Page page;

    for (int count = 0; count < 5; ++count) {
        page.feed.publish(broadcast(domain::BroadcastState::on_air));
        page.feed.publish(node(1, true));
        page.feed.flush_nodes();
        page.feed.flush_others();
    }

    ASSERT_EQ(page.seen.size(), 10u);
    for (std::size_t at = 0; at < page.seen.size(); ++at) EXPECT_EQ(page.seen[at].at("seq"), at + 1);
}

TEST(LiveFeed, GivesOutNothingWhenNothingChanged) {
    Page page;

    page.feed.flush_nodes();
    page.feed.flush_others();

    EXPECT_TRUE(page.seen.empty());
}

TEST(LiveFeed, TellsChangesByItself) {
    Page page;

    page.feed.publish(broadcast(domain::BroadcastState::on_air));
    page.context.run();

    EXPECT_EQ(page.seen.size(), 1u);
}

TEST(LiveFeed, KeepsTheLastDeltasForPolling) {
    Page page;
    for (std::size_t count = 0; count < LiveFeed::kept_deltas + 10; ++count) {
        page.feed.publish(node(1, true));
        page.feed.flush_nodes();
    }

    EXPECT_TRUE(page.feed.deltas_after(page.feed.seq())->empty());
    EXPECT_EQ(page.feed.deltas_after(page.feed.seq() - 3)->size(), 3u);
    EXPECT_EQ(page.feed.deltas_after(10)->size(), LiveFeed::kept_deltas);
    EXPECT_FALSE(page.feed.deltas_after(9));
    EXPECT_FALSE(page.feed.deltas_after(page.feed.seq() + 1));
}

TEST(LiveQueue, AStallingPageLosesItsQueueAndGetsASnapshot) {
    LiveQueue queue;
    queue.snapshot_taken();
    const auto text = std::make_shared<const std::string>("x");

    for (std::size_t count = 0; count < LiveQueue::messages_max; ++count) queue.push(text);
    EXPECT_FALSE(queue.is_snapshot_due());
    queue.push(text);

    EXPECT_TRUE(queue.is_snapshot_due());
    EXPECT_TRUE(queue.is_empty());
    EXPECT_EQ(queue.overflows(), 1u);
}

}  // namespace
}  // namespace village::web_api
