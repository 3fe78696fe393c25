#include "controller/sessions/datagram_socket.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <net/if_arp.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cstring>
#include <future>
#include <thread>

namespace village::sessions {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t datagram_count = 100;
constexpr int room_for_a_few = 4608;

sockaddr ipv4(const char* text) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    ::inet_pton(AF_INET, text, &address.sin_addr);
    sockaddr plain{};
    std::memcpy(&plain, &address, sizeof plain);
    return plain;
}

/// A line to one neighbour in a network namespace of the calling thread's own. What is sent waits in the socket's buffer until it
/// is known who the neighbour is; so a line is made that is busy for as long as the test wants.
class BusyLine {
public:
    BusyLine() {
        if (::unshare(CLONE_NEWNET) != 0) return;
        line_ = ::open("/dev/net/tun", O_RDWR | O_CLOEXEC);
        control_ = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
        ifreq request{};
        std::strcpy(request.ifr_name, "busy0");
        request.ifr_flags = IFF_TAP | IFF_NO_PI;
        bool works = line_ >= 0 && ::ioctl(line_, TUNSETIFF, &request) == 0;
        request.ifr_addr = ipv4("10.9.9.1");
        works = works && ::ioctl(control_, SIOCSIFADDR, &request) == 0;
        request.ifr_addr = ipv4("255.255.255.0");
        works = works && ::ioctl(control_, SIOCSIFNETMASK, &request) == 0;
        request.ifr_flags = IFF_UP | IFF_RUNNING;
        is_up_ = works && ::ioctl(control_, SIOCSIFFLAGS, &request) == 0;
    }
    BusyLine(const BusyLine&) = delete;
    BusyLine& operator=(const BusyLine&) = delete;
    ~BusyLine() {
        ::close(line_);
        ::close(control_);
    }

    bool is_up() const { return is_up_; }
    /// The neighbour is found: what waits for him goes.
    void get_free() {
        arpreq neighbour{};
        neighbour.arp_pa = ipv4("10.9.9.2");
        neighbour.arp_ha.sa_family = ARPHRD_ETHER;
        neighbour.arp_ha.sa_data[0] = 2;
        neighbour.arp_flags = ATF_COM | ATF_PERM;
        std::strcpy(neighbour.arp_dev, "busy0");
        EXPECT_EQ(::ioctl(control_, SIOCSARP, &neighbour), 0);
    }

private:
    int line_ = -1, control_ = -1;
    bool is_up_ = false;
};

std::vector<OutgoingDatagram> to_the_neighbour() {
    ports::NodeAddress neighbour;
    neighbour.ip = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 10, 9, 9, 2};
    neighbour.port = 4000;
    return std::vector(datagram_count, OutgoingDatagram{neighbour, std::vector<std::uint8_t>(250)});
}

/// How many were sent on a busy line; nothing where no namespace may be made. The line gets free when whoever sends has waited for
/// it some time, or never.
std::optional<std::size_t> sent_on_a_busy_line(std::chrono::milliseconds patience, bool gets_free) {
    std::optional<std::size_t> sent;
    std::thread in_its_own_network([&] {
        BusyLine line;
        if (!line.is_up()) return;
        boost::asio::io_context context;
        auto socket = DatagramSocket::open(context, boost::asio::ip::address_v4::any(), 0);
        const int descriptor = *socket->share();
        ::setsockopt(descriptor, SOL_SOCKET, SO_SNDBUF, &room_for_a_few, sizeof room_for_a_few);
        ::close(descriptor);
        std::promise<void> through;
        std::thread neighbour([&, is_through = through.get_future()] {
            if (is_through.wait_for(50ms) == std::future_status::timeout && gets_free) line.get_free();
        });
        sent = socket->send(to_the_neighbour(), std::chrono::steady_clock::now() + patience);
        through.set_value();
        neighbour.join();
    });
    in_its_own_network.join();
    return sent;
}

TEST(DatagramSocket, LosesNothingWhenTheLineIsSlowerThanTheSender) {
    const auto sent = sent_on_a_busy_line(10s, true);
    if (!sent) GTEST_SKIP() << "a network namespace cannot be made here";

    EXPECT_EQ(*sent, datagram_count);
}

TEST(DatagramSocket, DoesNotWaitLongerThanItMayForALineThatStaysBusy) {
    const auto began = std::chrono::steady_clock::now();
    const auto sent = sent_on_a_busy_line(20ms, false);
    if (!sent) GTEST_SKIP() << "a network namespace cannot be made here";

    EXPECT_GT(*sent, 0u);
    EXPECT_LT(*sent, datagram_count);
    EXPECT_LT(std::chrono::steady_clock::now() - began, 2s);
}

}  // namespace
}  // namespace village::sessions
