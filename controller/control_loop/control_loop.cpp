#include "controller/control_loop/control_loop.hpp"

#include "controller/control_loop/offers.hpp"
#include "controller/observability/log.hpp"

namespace village::control_loop {

ControlLoop::ControlLoop(boost::asio::any_io_executor executor, std::function<domain::UtcTime()> now, domain::IdSource& ids,
                         Ports ports, LoopOptions options)
    : ledger_(executor, now, ports.stores.broadcasts, options.retry_after),
      office_{executor, now, ids, ports, ledger_, std::move(options.relays)},
      switchboard_(office_),
      announcements_(office_),
      approvals_(office_, switchboard_),
      programme_approvals_(office_),
      telephone_(office_, switchboard_),
      surges_(office_, switchboard_),
      days_(office_),
      hours_(office_),
      programmes_(office_),
      listening_(office_),
      broadcasts_(office_, switchboard_),
      emergencies_(office_, switchboard_, options.emergency_countdown),
      templates_(office_),
      drills_(office_, switchboard_),
      schedules_(office_, switchboard_),
      forecasts_(office_),
      nodes_(office_, switchboard_),
      receipts_(office_, switchboard_, options.retry_after),
      enrolment_(office_),
      people_(office_),
      communes_(office_),
      owner_(office_, options.takes_over),
      signer_(
          office_, owner_, [this] { return tell_signer(); }, options.retry_after),
      rhythm_(
          executor, now, [this] { return office_.dispatcher.acted_at(); }, [this] { plan_again(); }) {
    office_.dispatcher = dispatch::Dispatcher{options.dispatcher};
    announcements_.on_standing = [this](const auto& item, const auto& by) { approvals_.follow(item, by); };
    approvals_.on_more_may_sound = [this] { office_.spawn("plan what was approved", schedules_.plan_coming_days()); };
    programme_approvals_.on_more_may_sound = approvals_.on_more_may_sound;
    programmes_.on_changed = [this] { office_.spawn("plan what was put into a programme", schedules_.plan_coming_days()); };
    emergencies_.on_rendered = [this](const domain::RenderedTemplate& made) {
        // This one alone: one of the commune goes to every loudspeaker, and each SIM costs money.
        if (const auto offer = content_offer(office_.ports.blobs, made.content->hash, true))
            for (auto node : office_.commune.nodes_of_area(made.place).numbers())
                office_.ports.gateway->offer_content(node, {*offer});
        office_.spawn("tell the signer what is rendered", signer_.introduce());
    };
}

void ControlLoop::connect(ports::NodeGateway& gateway, ports::Enrolment& enrolment, ports::StreamSender& streams) {
    office_.ports.gateway = &gateway;
    office_.ports.enrolment = &enrolment;
    office_.ports.streams = &streams;
}

ports::Awaitable<domain::Status> ControlLoop::start() {
    if (auto loaded = co_await communes_.load(); !loaded) co_return loaded;
    if (auto loaded = co_await days_.load(); !loaded) co_return loaded;
    if (auto loaded = co_await hours_.load(); !loaded) co_return loaded;
    if (auto loaded = co_await people_.load_devices(); !loaded) co_return loaded;
    (void)co_await signer_.introduce();  // What it refuses is in the log and on the page of the system's health.
    if (auto restored = co_await restore(); !restored) co_return restored;
    // A full disk keeps nobody from STOP: what was interrupted is closed at the next start.
    if (auto closed = co_await announcements_.close_interrupted(); !closed)
        log::error("sounds that were interrupted are not marked as such: {} [{}]", closed.error().detail,
                   domain::error_name(closed.error().code));
    emergencies_.render_missing();
    office_.spawn("make missing listening copies", listening_.make_missing());
    rhythm_.start();
    co_return co_await follow_the_time();
}

void ControlLoop::stop() {
    rhythm_.stop();
    switchboard_.stop();
    signer_.stop();
    receipts_.stop();
    ledger_.stop();
}

ports::Awaitable<domain::Status> ControlLoop::tell_signer() {
    if (auto told = co_await communes_.tell_signer(); !told) co_return told;
    co_return co_await people_.introduce_devices();
}

void ControlLoop::plan_again() {
    if (days_.follow_the_day()) nodes_.tell_profiles();
    office_.spawn("plan the coming days", follow_the_time());
    emergencies_.render_missing();
}

ports::Awaitable<domain::Result<domain::Broadcast>> ControlLoop::start_broadcast(domain::Operator caller,
                                                                                 ports::BroadcastRequest request) {
    return broadcasts_.start(std::move(caller), std::move(request));
}

ports::Awaitable<domain::Result<ports::StopAnswer>> ControlLoop::stop(domain::Operator caller, ports::StopRequest request) {
    return broadcasts_.stop(std::move(caller), request);
}

ports::Awaitable<domain::Result<ports::StreamMonitor>> ControlLoop::monitor(domain::Operator caller, domain::BroadcastId id,
                                                                            std::uint16_t port) {
    return broadcasts_.monitor(std::move(caller), id, port);
}

ports::Awaitable<domain::Result<domain::Broadcast>> ControlLoop::start_emergency(domain::EmergencyIntent intent,
                                                                                 std::string reason) {
    return emergencies_.start(std::move(intent), std::move(reason));
}

ports::Awaitable<domain::Result<domain::Broadcast>> ControlLoop::cancel_emergency(domain::BroadcastId id,
                                                                                  domain::DeviceKeyId device) {
    return emergencies_.cancel(id, device);
}

ports::Awaitable<domain::Result<domain::Broadcast>> ControlLoop::start_drill(domain::Operator caller,
                                                                             ports::DrillRequest request) {
    return drills_.start(std::move(caller), std::move(request));
}

ports::Awaitable<domain::Result<domain::JobId>> ControlLoop::prepare_announcement(domain::Operator caller,
                                                                                  domain::AnnouncementId id,
                                                                                  std::optional<domain::UploadId> upload) {
    return announcements_.prepare(std::move(caller), id, upload);
}

ports::Awaitable<domain::Status> ControlLoop::cancel_job(domain::Operator caller, domain::JobId id) {
    return announcements_.cancel_job(std::move(caller), id);
}

ports::Awaitable<domain::Result<ports::EnrolmentCode>> ControlLoop::begin_enrolment(domain::Operator caller,
                                                                                    domain::NodeId node) {
    return enrolment_.begin(std::move(caller), node);
}

ports::Awaitable<domain::Status> ControlLoop::confirm_enrolment(domain::Operator caller, domain::NodeId node) {
    return enrolment_.confirm(std::move(caller), node);
}

ports::Awaitable<domain::Status> ControlLoop::revoke_node(domain::Operator caller, domain::NodeId node) {
    return enrolment_.revoke(std::move(caller), node);
}

ports::Awaitable<domain::Result<domain::Operator>> ControlLoop::save_operator(domain::Operator caller, domain::Operator who,
                                                                              std::string password) {
    return people_.save(std::move(caller), std::move(who), std::move(password));
}

ports::Awaitable<domain::Result<domain::DeviceKey>> ControlLoop::pair_device(domain::Operator caller, std::string name,
                                                                             std::vector<std::uint8_t> public_key) {
    return people_.pair(std::move(caller), std::move(name), std::move(public_key));
}

ports::Awaitable<domain::Status> ControlLoop::revoke_device(domain::Operator caller, domain::DeviceKeyId key) {
    auto done = co_await people_.revoke(std::move(caller), key);
    // A signer that is away hears of it as soon as it is back.
    if (!done) office_.spawn("tell the signer of a revoked device", signer_.introduce());
    co_return done;
}

}  // namespace village::control_loop
