// Memory of a joined node session in the controller, TLS included: nodes in a process of their own join over loopback, and what
// the controller's process grew by is divided among them.
#include <fcntl.h>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <sstream>

#include "benchmarks/rows.hpp"
#include "tests/controller/sessions/test_node.hpp"

namespace {

using namespace village;
using namespace village::benchmarks;

constexpr std::uint16_t nodes = 400;
constexpr double target_bytes = 96 * 1024;

std::string identity_path(const std::string& folder, std::uint16_t number) { return fmt::format("{}/{}.pem", folder, number); }

/// A child that waits for a word on a pipe, and ends when it is closed.
class NodesProcess {
public:
    NodesProcess() {
        if (::pipe2(orders_, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
        child_ = ::fork();
        if (child_ < 0) throw std::runtime_error("no process for the nodes");
        if (child_ == 0) {
            ::close(orders_[1]);
            ::_exit(live());
        }
        ::close(orders_[0]);
    }
    NodesProcess(const NodesProcess&) = delete;
    NodesProcess& operator=(const NodesProcess&) = delete;
    ~NodesProcess() {
        ::close(orders_[1]);
        ::waitpid(child_, nullptr, 0);
    }
    void join(const std::string& folder, std::uint16_t port) {
        const auto order = fmt::format("{} {}\n", port, folder);
        if (::write(orders_[1], order.data(), order.size()) < 0) throw std::runtime_error("the nodes' process is gone");
    }

private:
    int live() {
        std::array<char, 4096> order{};
        if (::read(orders_[0], order.data(), order.size() - 1) <= 0) return 1;
        std::istringstream words(order.data());
        std::uint16_t port = 0;
        std::string folder;
        words >> port >> folder;
        for (std::uint16_t number = 1; number <= nodes; ++number)
            if (!join_one(identity_path(folder, number), number, port)) return 1;
        // Until the parent has measured.
        return ::read(orders_[0], order.data(), order.size()) == 0 ? 0 : 1;
    }

    /// The session stays open until the process ends.
    static bool join_one(const std::string& identity, std::uint16_t number, std::uint16_t port) {
        auto* tls = SSL_CTX_new(TLS_client_method());
        const std::string offer = static_cast<char>(protocol::alpn_session.size()) + std::string(protocol::alpn_session);
        SSL_CTX_set_alpn_protos(tls, reinterpret_cast<const unsigned char*>(offer.data()), static_cast<unsigned>(offer.size()));
        if (SSL_CTX_use_certificate_chain_file(tls, identity.c_str()) != 1 ||
            SSL_CTX_use_PrivateKey_file(tls, identity.c_str(), SSL_FILETYPE_PEM) != 1)
            return false;
        const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in to{};
        to.sin_family = AF_INET;
        to.sin_port = htons(port);
        to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (::connect(socket, reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0) return false;
        auto* session = SSL_new(tls);
        SSL_set_fd(session, socket);
        const auto hello = hello_of(number);
        std::array<char, 4096> welcome{};
        return SSL_connect(session) == 1 && SSL_write(session, hello.data(), static_cast<int>(hello.size())) > 0 &&
               SSL_read(session, welcome.data(), static_cast<int>(welcome.size())) > 0;
    }

    static protocol::ByteVector hello_of(std::uint16_t number) {
        wire::SessionMessage message;
        auto& hello = *message.mutable_hello();
        hello.add_versions(protocol::protocol_version);
        hello.set_node_number(number);
        hello.set_software(std::string(32, 's'));
        hello.set_software_version("0.1.0");
        hello.set_boot_id(std::string(16, 'b'));
        hello.set_next_receipt(1);
        return *protocol::encode_message(message);
    }

    int orders_[2] = {-1, -1};
    pid_t child_ = -1;
};

void enrol_all(sessions::TestCommune& commune) {
    for (std::uint16_t number = 1; number <= nodes; ++number) {
        sessions::TestNode box{commune, static_cast<std::uint8_t>(number)};
        box.certify(domain::NodeNumber{number}, commune.options.folder);
        ports::NodeCredential credential{
            .node = box.number, .certificate_pem = box.certificate, .receipt_key = box.receipt_key.public_key().bytes};
        if (!commune.await(commune.credentials.save(credential))) throw std::runtime_error("a credential could not be kept");
        std::ofstream(identity_path(commune.folder, number)) << box.certificate << sessions::pem_of(*box.key);
    }
    commune.restart();
}

double resident_bytes() {
    std::ifstream statm("/proc/self/statm");
    double pages = 0;
    statm >> pages >> pages;
    return pages * static_cast<double>(::sysconf(_SC_PAGESIZE));
}

std::vector<Row> measure() {
    NodesProcess boxes;  // Before there are threads and sockets that it would inherit.
    sessions::SessionOptions options;
    options.handshakes_per_second_max = nodes;
    sessions::TestCommune commune{options};
    commune.directory.nodes = nodes;
    enrol_all(commune);
    const double before = resident_bytes();
    boxes.join(commune.folder, commune.service->port());
    if (!commune.run_until([&] { return commune.events.connected.size() == nodes; }))
        throw std::runtime_error("not every node joined within 10 s");
    const double each = (resident_bytes() - before) / nodes;
    return {{.name = fmt::format("memory per node session with TLS, {} sessions", nodes),
             .ours = fmt::format("{:.1f} KiB", each / 1024),
             .target = "<= 96 KiB",
             .verdict = verdict(each <= target_bytes)}};
}

}  // namespace

int main(int count, char** arguments) { return run_load(count, arguments, measure); }
