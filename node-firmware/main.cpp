// village-node: the loudspeaker's program. Reads its settings, opens what it keeps, becomes a node of the commune if it is told to,
// and runs until it is asked to end.
#include <fcntl.h>
#include <sys/file.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <cstdio>
#include <fstream>

#include "controller/observability/log.hpp"
#include "node-firmware/audio/file_device.hpp"
#include "node-firmware/audio/gst_device.hpp"
#include "node-firmware/audio/model_device.hpp"
#include "node-firmware/cache/posix_file.hpp"
#include "node-firmware/link/enroller.hpp"
#include "node-firmware/program/node_program.hpp"

namespace {
using namespace village;
using namespace village::node;
using domain::Error;
using domain::ErrorCode;
using domain::Result;
using domain::Status;

constexpr int ended_well = 0, failed = 1, could_not_start = 2;

int complain(int status, const Error& error) {
    fmt::print(stderr, "village-node: {} [{}]\n", error.detail, domain::error_name(error.code));
    return status;
}

/// One program per folder; the lock goes with the process.
Status lock_folder(const std::filesystem::path& folder) {
    if (auto made = cache::make_folder(folder); !made) {
        return Error{ErrorCode::configuration_invalid,
                     fmt::format("data: {}; name a folder that can be written", made.error().detail)};
    }
    const auto path = folder / "lock";
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0)
        return Error{ErrorCode::configuration_invalid,
                     fmt::format("data: {} cannot be written; check its owner", folder.string())};
    if (::flock(file, LOCK_EX | LOCK_NB) != 0) {
        return Error{ErrorCode::already_running,
                     fmt::format("data: another village-node uses {}; stop it or name another folder", folder.string())};
    }
    return {};
}

Result<protocol::PairingTicket> read_ticket(const std::string& code_or_file) {
    std::string text = code_or_file;
    if (std::ifstream in(code_or_file); in) std::getline(in, text);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\r')) text.pop_back();
    auto ticket = protocol::PairingTicket::parse(text);
    if (!ticket) {
        return Error{
            ErrorCode::configuration_invalid,
            "--enrol: this is no pairing ticket (village1.<code>.<fingerprint>.<fingerprint>); copy the whole line from the page"};
    }
    return *ticket;
}

void show_words(const std::filesystem::path& data, const std::string& words) {
    fmt::print("The six words of this node: {}\nCompare them with the page; the administrator confirms there.\n", words);
    std::fflush(stdout);
    std::ofstream(data / "identity" / "words") << words << "\n";
}

Status enrol(const Settings& settings, link::NodeIdentity& identity, player_loop::NodeMemory& memory,
             const domain::Sha256& software) {
    auto ticket = read_ticket(settings.enrol);
    if (!ticket) return ticket.error();
    boost::asio::io_context context;
    Result<link::Enrolled> enrolled = Error{ErrorCode::unavailable, "no controller was asked"};
    for (const auto& address : settings.controllers) {
        context.restart();
        const auto words = [&](const std::string& six) { show_words(settings.data, six); };
        boost::asio::co_spawn(context, link::enrol(address, *ticket, identity, software, words),
                              [&](std::exception_ptr, Result<link::Enrolled> result) { enrolled = std::move(result); });
        context.run();
        if (enrolled) break;
        log::warn("not enrolled at {}: {} [{}]", address.text(), enrolled.error().detail,
                  domain::error_name(enrolled.error().code));
    }
    if (!enrolled) return enrolled.error();
    if (auto saved = memory.save_root(enrolled->root); !saved) return saved;
    if (auto saved = memory.save_trust(enrolled->trust); !saved) return saved;
    if (auto become = identity.become(*enrolled, ticket->controller_fingerprint); !become) return become;
    log::info("enrolled as node {} \"{}\" [enrolled]", enrolled->number.value, enrolled->name);
    return {};
}

std::unique_ptr<audio::SoundDevice> make_device(const Settings& settings, domain::NodeNumber node) {
    switch (settings.sink) {
        case SinkKind::file: return std::make_unique<audio::FileDevice>(audio::FileDeviceOptions{settings.record, node.value});
        case SinkKind::model:
            return std::make_unique<audio::ModelDevice>(audio::ModelDeviceOptions{.ppm = settings.model_ppm, .ear = {}});
        case SinkKind::pulse:
            return std::make_unique<audio::GstDevice>(audio::GstDeviceOptions{audio::GstSink::pulse, settings.sink_device});
        case SinkKind::alsa: break;
    }
    return std::make_unique<audio::GstDevice>(audio::GstDeviceOptions{audio::GstSink::alsa, settings.sink_device});
}

int show_identity(const Settings& settings) {
    auto identity = link::NodeIdentity::open(settings.data / "identity");
    if (!identity) return complain(could_not_start, identity.error());
    fmt::print("key         {}\n", domain::hex_text(identity->receipt_key().public_key().bytes));
    if (const auto& membership = identity->membership()) {
        fmt::print("number      {}\nname        {}\nid          {}\ncontroller  {}\nroot        {}\n", membership->number.value,
                   membership->name, membership->id.text(), membership->controller_fingerprint.text(),
                   membership->root_fingerprint.text());
    } else {
        fmt::print("not enrolled: start it with --enrol TICKET\n");
    }
    std::string words;
    if (std::ifstream in(settings.data / "identity" / "words"); std::getline(in, words)) fmt::print("six words   {}\n", words);
    return ended_well;
}

int run(const Settings& settings) {
    if (auto locked = lock_folder(settings.data); !locked) return complain(could_not_start, locked.error());
    auto identity = link::NodeIdentity::open(settings.data / "identity");
    if (!identity) return complain(could_not_start, identity.error());
    auto memory = player_loop::NodeMemory::open(settings.data);
    if (!memory) return complain(could_not_start, memory.error());
    const auto software = link::hash_of_file("/proc/self/exe");
    if (!identity->membership()) {
        if (settings.enrol.empty()) {
            return complain(
                could_not_start,
                {ErrorCode::configuration_invalid,
                 "--enrol: this node belongs to no commune yet; make a code on the page \"Cụm loa\" and start it with --enrol TICKET"});
        }
        if (auto enrolled = enrol(settings, *identity, *memory, software); !enrolled) {
            return complain(enrolled.error().code == ErrorCode::configuration_invalid ? could_not_start : failed,
                            enrolled.error());
        }
    }
    auto ring = memory->load_key_ring();
    if (!ring) return complain(could_not_start, ring.error());
    auto contents = cache::ContentStore::open({settings.data / "contents", settings.cache_megabytes_max * 1024 * 1024}, false);
    if (!contents) return complain(could_not_start, contents.error());
    auto receipts = cache::ReceiptStore::open(settings.data / "receipts.log", identity->receipt_key().public_key());
    if (!receipts) return complain(could_not_start, receipts.error());
    auto device = make_device(settings, identity->membership()->number);
    boost::asio::io_context context(1);
    NodeProgram program(context, settings,
                        NodeParts{std::move(*identity), std::move(*memory), std::move(*contents), std::move(*receipts),
                                  std::move(*ring), std::move(device), software});
    if (auto ran = program.run(); !ran) return complain(could_not_start, ran.error());
    return ended_well;
}

}  // namespace

int main(int argc, char** argv) {
    auto invocation = read_invocation(argc, argv);
    if (!invocation) return complain(could_not_start, invocation.error());
    if (invocation->act == Act::show_help) {
        fmt::print("{}", invocation->help);
        return ended_well;
    }
    auto level = log::level_from_name(invocation->settings.log_level);
    if (!level) return complain(could_not_start, level.error());
    log::open("village-node", *level);
    if (auto ready = protocol::prepare_cryptography(); !ready) return complain(could_not_start, ready.error());
    if (invocation->act == Act::show_identity) return show_identity(invocation->settings);
    return run(invocation->settings);
}
