// A whole session of a hostile node: frames of any bytes, in any order, before and after it joined. Input: for each frame one byte
// of length, then the bytes. Nothing is sent after the session was closed, and closing happens once.
#include "controller/sessions/machines/session_machine.hpp"
#include "tests/fuzz/must.hpp"

using namespace village;
using namespace village::sessions::machines;

namespace {

struct Watch {
    bool closed = false;
    void see(const SessionActions& actions) {
        fuzz::must(!closed || actions.empty());
        for (const auto& action : actions) closed = closed || std::holds_alternative<CloseSession>(action);
    }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    SessionMachine machine{domain::NodeNumber{17}};
    Watch watch;
    domain::Bytes rest{data, size};
    while (!rest.empty()) {
        const auto length = std::min<std::size_t>(rest[0], rest.size() - 1);
        const auto actions = machine.received(rest.subspan(1, length));
        rest = rest.subspan(1 + length);
        watch.see(actions);
        for (const auto& action : actions) {
            if (std::holds_alternative<LookUpNode>(action)) watch.see(machine.greet({}, domain::UtcTime{}));
            if (std::holds_alternative<AskAttestation>(action)) watch.see(machine.attested(std::vector<std::uint8_t>{1}));
        }
        if (machine.is_joined() && length % 3 == 0) watch.see(machine.plan({}, {domain::GrantId{{1}}}));
    }
    return 0;
}
