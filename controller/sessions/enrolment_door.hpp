// Enrolment: the open codes, the boxes that connected with one, and the person who compares the words. Does what
// `ports::Enrolment` asks; certifies by the Device CA and stores the credential before the box hears of it. Control
// thread.
#pragma once

#include <functional>
#include <map>
#include <memory>

#include "controller/ports/node_gateway.hpp"
#include "controller/ports/stores.hpp"
#include "controller/sessions/device_ca.hpp"
#include "controller/sessions/frame_channel.hpp"
#include "controller/sessions/machines/enrolment_machine.hpp"
#include "controller/sessions/root_trust.hpp"
#include "controller/sessions/task_group.hpp"

namespace village::sessions {

struct EnrolmentDoorWorld {
    ports::NodeEvents& events;
    ports::CredentialStore& credentials;
    const DeviceCa& ca;
    TaskGroup& tasks;
    std::function<domain::UtcTime()> clock;
    std::function<const RootTrust*()> trust;  ///< Null while the signer is not set up.
    std::function<std::string(domain::NodeNumber)> name_of;
    std::function<void(const ports::NodeCredential&)> enrolled;  ///< Stored: its session may come.
};

class EnrolmentDoor {
public:
    struct Options {
        std::size_t open_max = 64;
        bool confirm_automatically = false;
    };
    EnrolmentDoor(Options options, EnrolmentDoorWorld world);
    ~EnrolmentDoor();

    domain::Result<ports::EnrolmentCode> begin(domain::NodeId node, domain::NodeNumber number);
    domain::Status confirm(domain::NodeId node);
    domain::Status reject(domain::NodeId node);

    /// Serves one box until its connection ends. One more than `open_max` is closed at once.
    ports::Awaitable<void> serve(std::unique_ptr<TlsStream> stream, std::string from);

private:
    struct Visit;
    void perform(const std::shared_ptr<Visit>& visit, const machines::EnrolmentActions& actions);
    void ask_person(const std::shared_ptr<Visit>& visit, const machines::AskPerson& question);
    ports::Awaitable<void> issue(std::shared_ptr<Visit> visit, machines::IssueCertificate order);
    wire::EnrolResult credentials_for(const machines::Invitation& invitation, const IssuedCertificate& certificate) const;
    void finished(const std::shared_ptr<Visit>& visit, const std::optional<domain::Error>& why);
    domain::Result<std::shared_ptr<Visit>> waiting(domain::NodeId node) const;

    Options options_;
    EnrolmentDoorWorld world_;
    machines::EnrolmentCodes codes_;
    std::map<domain::NodeId, std::shared_ptr<Visit>> waiting_;
    std::size_t visits_ = 0;
};

}  // namespace village::sessions
