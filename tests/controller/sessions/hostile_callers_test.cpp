#include <gtest/gtest.h>

#include <boost/asio/write.hpp>

#include "tests/controller/sessions/test_node.hpp"

namespace village::sessions {
namespace {

using namespace std::chrono_literals;
using boost::asio::ip::tcp;

bool is_closed(TestCommune& commune, tcp::socket& socket) {
    bool closed = false;
    std::array<char, 512> space;
    std::function<void()> read = [&] {
        socket.async_read_some(boost::asio::buffer(space), [&](boost::system::error_code failure, std::size_t) {
            closed = static_cast<bool>(failure);
            if (!closed) read();
        });
    };
    read();
    return commune.run_until([&] { return closed; });
}

tcp::socket dial(TestCommune& commune) {
    tcp::socket socket{commune.context};
    socket.connect({boost::asio::ip::address_v4::loopback(), commune.service->port()});
    return socket;
}

TEST(ForeignCertificate, IsRefusedWithAnAlertAndNeverBecomesASession) {
    TestCommune commune;
    TestNode node{commune};
    node.certify(test_number, commune.folder / "another-commune");

    const bool seemed_to_work = node.connect(protocol::alpn_session);

    // In TLS 1.3 the client ends its handshake before it hears the alert.
    EXPECT_TRUE(!seemed_to_work || node.is_closed_by_controller());
    EXPECT_EQ(commune.service->counters().certificates_refused, 1u);
    EXPECT_TRUE(commune.events.connected.empty());
}

TEST(OlderCertificate, OfANodeThatWasEnrolledAnewIsRefused) {
    TestCommune commune;
    TestNode stolen{commune}, node{commune};
    stolen.enrol_directly(test_number);
    node.enrol_directly(test_number);

    ASSERT_TRUE(stolen.connect(protocol::alpn_session));

    EXPECT_TRUE(stolen.is_closed_by_controller());
    EXPECT_EQ(commune.service->counters().certificates_refused, 1u);
}

TEST(ExpiredCertificate, IsRefused) {
    TestCommune commune;
    commune.clock_offset = -std::chrono::hours{24 * 100};
    TestNode node{commune};
    node.enrol_directly(test_number);

    EXPECT_TRUE(!node.connect(protocol::alpn_session) || node.is_closed_by_controller());

    EXPECT_EQ(commune.service->counters().certificates_refused, 1u);
}

TEST(GarbageInsteadOfTls, IsClosed) {
    TestCommune commune;
    auto socket = dial(commune);

    boost::asio::write(socket, boost::asio::buffer(std::string("GET / HTTP/1.1\r\n\r\n")));

    EXPECT_TRUE(is_closed(commune, socket));
    EXPECT_EQ(commune.service->counters().handshakes_refused, 1u);
}

TEST(HalfOpenCaller, IsClosedAfterTheTimeForTheHandshake) {
    SessionOptions options;
    options.handshake_limit = 200ms;
    TestCommune commune{options};
    auto socket = dial(commune);

    EXPECT_TRUE(is_closed(commune, socket));
}

TEST(CallerWithoutAKnownProtocol, GetsNoSession) {
    TestCommune commune;
    TestNode node{commune};

    EXPECT_FALSE(node.connect("smtp"));
}

TEST(NodeThatSaysNoHello, IsClosed) {
    SessionOptions options;
    options.hello_limit = 200ms;
    TestCommune commune{options};
    TestNode node{commune};
    node.enrol_directly(test_number);

    ASSERT_TRUE(node.connect(protocol::alpn_session));

    EXPECT_TRUE(node.is_closed_by_controller());
    EXPECT_TRUE(commune.events.connected.empty());
}

TEST(OversizedFrame, IsRefusedByItsLengthAlone) {
    TestCommune commune;
    TestNode node{commune};
    node.enrol_directly(test_number);
    node.join();

    node.send_raw(domain::as_bytes(std::string_view("\x7f\xff\xff\xff", 4)));

    EXPECT_EQ(node.receive().error().code(), "too_large");
    EXPECT_TRUE(node.is_closed_by_controller());
}

TEST(GarbageFrame, EndsTheSessionWithTheReason) {
    TestCommune commune;
    TestNode node{commune};
    node.enrol_directly(test_number);
    node.join();

    node.send_raw(domain::as_bytes(std::string_view("\0\0\0\4\xff\xff\xff\xff", 8)));

    EXPECT_EQ(node.receive().error().code(), "malformed");
    EXPECT_TRUE(node.is_closed_by_controller());
    ASSERT_TRUE(commune.run_until([&] { return commune.events.lost.size() == 1; }));
    EXPECT_EQ(commune.service->counters().frames_refused, 1u);
}

TEST(GarbageInAnEnrolment, EndsItWithTheReason) {
    TestCommune commune;
    TestNode node{commune};
    ASSERT_TRUE(node.connect(protocol::alpn_session));

    node.send_raw(domain::as_bytes(std::string_view("\0\0\0\4\xff\xff\xff\xff", 8)));

    EXPECT_EQ(node.receive().error().code(), "malformed");
    EXPECT_TRUE(node.is_closed_by_controller());
}

TEST(OversizedFrameInAnEnrolment, IsRefusedLongBeforeAMegabyte) {
    TestCommune commune;
    TestNode node{commune};
    ASSERT_TRUE(node.connect(protocol::alpn_session));

    node.send_raw(domain::as_bytes(std::string_view("\x00\x08\x00\x00", 4)));

    EXPECT_EQ(node.receive().error().code(), "too_large");
}

TEST(SlowReader, IsCutOffWhenItsQueueIsFullAndOthersGoOn) {
    SessionOptions options;
    options.send_queue_bytes_max = 256 * 1024;
    TestCommune commune{options};
    TestNode slow{commune, 1}, good{commune, 2};
    slow.enrol_directly(test_number);
    good.enrol_directly(domain::NodeNumber{18});
    slow.join();
    good.join();
    std::vector<ports::ContentOffer> offers(10);
    for (auto& offer : offers) offer.chunks.resize(100);

    for (int i = 0; i < 2000 && commune.service->counters().overflows == 0; ++i) {
        commune.service->offer_content(test_number, offers);
        commune.context.poll();
    }

    ASSERT_TRUE(commune.run_until([&] { return commune.events.lost.size() == 1; }));
    EXPECT_EQ(commune.events.lost[0].first, test_number.value);
    EXPECT_EQ(commune.service->counters().overflows, 1u);
    commune.service->offer_content(domain::NodeNumber{18}, offers);
    EXPECT_EQ(good.receive().prefetch().contents_size(), 10);
}

TEST(OneNodeTooMany, IsToldWhenToComeAgainAndTheOthersStay) {
    SessionOptions options;
    options.nodes_max = 1;
    TestCommune commune{options};
    TestNode first{commune, 1}, second{commune, 2};
    first.enrol_directly(test_number);
    second.enrol_directly(domain::NodeNumber{18});
    first.join();

    ASSERT_TRUE(second.connect(protocol::alpn_session));

    const auto refusal = second.receive().error();
    EXPECT_EQ(refusal.code(), "too_many_requests");
    EXPECT_GE(refusal.retry_after_ms(), 1000u);
    EXPECT_TRUE(second.is_closed_by_controller());
    EXPECT_TRUE(commune.service->is_connected(test_number));
}

TEST(OneHandshakeTooMany, IsClosedWithoutAWord) {
    SessionOptions options;
    options.handshakes_max = 2;
    TestCommune commune{options};
    auto first = dial(commune), second = dial(commune);
    auto third = dial(commune);

    EXPECT_TRUE(is_closed(commune, third));

    EXPECT_EQ(commune.service->counters().handshakes_refused, 1u);
    EXPECT_TRUE(first.is_open() && second.is_open());
}

TEST(OnePrefetchTooMany, IsClosedAndTheFirstGoesOn) {
    SessionOptions options;
    options.prefetches_max = 1;
    TestCommune commune{options};
    const auto hash = commune.blobs.add(std::vector<std::uint8_t>(1000, 7));
    TestNode node{commune, 1}, other{commune, 2};
    node.enrol_directly(test_number);
    other.enrol_directly(domain::NodeNumber{18});
    const auto request = "GET /content/" + hash.text() + " HTTP/1.1\r\nHost: c\r\n\r\n";
    ASSERT_TRUE(node.connect(protocol::alpn_http));
    ASSERT_EQ(node.request(request).status, 200);

    ASSERT_TRUE(other.connect(protocol::alpn_http));

    EXPECT_TRUE(other.is_closed_by_controller());
    EXPECT_EQ(node.request(request).status, 200);
}

TEST(BoxTooMany, IsClosedWhenAsManyEnrolAsMay) {
    SessionOptions options;
    options.enrolments_max = 1;
    TestCommune commune{options};
    TestNode first{commune, 1}, second{commune, 2};
    ASSERT_TRUE(first.connect(protocol::alpn_session));
    const auto code = commune.service->begin(domain::NodeId{{4}}, test_number);
    ASSERT_TRUE(code);
    first.prove(protocol::PairingTicket::parse(code->qr_payload)->code);

    ASSERT_TRUE(second.connect(protocol::alpn_session));

    EXPECT_TRUE(second.is_closed_by_controller());
    EXPECT_TRUE(commune.service->confirm(domain::NodeId{{4}}));
    EXPECT_FALSE(first.receive().enrol_result().certificate().empty());
}

TEST(HalfASession, EndsAtTheHelloLimitWhenOnlyHalfAFrameCame) {
    SessionOptions options;
    options.hello_limit = 200ms;
    TestCommune commune{options};
    TestNode node{commune};
    node.enrol_directly(test_number);
    ASSERT_TRUE(node.connect(protocol::alpn_session));

    node.send_raw(domain::as_bytes(std::string_view("\0\0\1\0half", 8)));

    EXPECT_TRUE(node.is_closed_by_controller());
    EXPECT_TRUE(commune.events.connected.empty());
}

TEST(Browser, IsHandedOnWithItsStream) {
    TestCommune commune;
    std::unique_ptr<TlsStream> handed_on;
    commune.service->on_web_connection([&](std::unique_ptr<TlsStream> stream) { handed_on = std::move(stream); });
    TestNode browser{commune};

    ASSERT_TRUE(browser.connect(protocol::alpn_http));

    EXPECT_TRUE(commune.run_until([&] { return handed_on != nullptr; }));
    handed_on.reset();
}

TEST(SecondController, IsToldThatThePortIsTaken) {
    TestCommune commune;
    auto options = commune.options;
    options.port = commune.service->port();
    SessionWorld world{
        commune.events, commune.directory, commune.signer, commune.blobs, commune.credentials, commune.receipts, [&] {
            return commune.now();
        }};

    auto second = SessionService::open(commune.context, options, world);

    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, domain::ErrorCode::configuration_invalid);
    EXPECT_NE(second.error().detail.find(std::to_string(options.port)), std::string::npos);
}

}  // namespace
}  // namespace village::sessions
