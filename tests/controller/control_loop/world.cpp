#include "tests/controller/control_loop/world.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>
#include <filesystem>

#include "controller/storage/storage.hpp"
#include "tests/support/counting_ids.hpp"

namespace village::test {
namespace {

using namespace domain;

/// Real time, so short; the clock of the commune is the test's.
constexpr std::chrono::milliseconds short_countdown{50}, short_pause{5};

Operator person(std::uint8_t number, std::string login, Role role, std::vector<AreaId> areas) {
    return {make_id<OperatorId>(number), std::move(login), "", {role}, std::move(areas), true, 1};
}

Area hamlet(AreaId id, std::string name) {
    Area area;
    area.id = id;
    area.parent = commune_area;
    area.unit = "thôn";
    area.name = name;
    area.full_name = "Thôn " + name;
    return area;
}

Node loudspeaker(NodeNumber number, AreaId area) {
    Node node;
    node.id = make_id<NodeId>(static_cast<std::uint8_t>(10 + number.value));
    node.number = number;
    node.hamlet = area;
    node.name = "Cụm loa " + std::to_string(number.value);
    node.stage = NodeStage::enrolled;
    return node;
}

Commune commune_of_three() {
    Commune commune;
    commune.id = commune_area;
    commune.name = "xã An Bình";
    commune.duty_phone = "0912 345 678";
    Area head;
    head.id = commune_area;
    head.kind = AreaKind::commune;
    head.unit = "xã";
    head.name = "An Bình";
    commune.areas = {head, hamlet(ben, "Bến"), hamlet(dong, "Đồng"), hamlet(go_without_speaker, "Gò")};
    commune.nodes = {loudspeaker(node_1, ben), loudspeaker(node_2, ben), loudspeaker(node_3, dong)};
    return commune;
}

EmergencyTemplate emergency_of(TemplateId id, std::string code, std::string text) {
    EmergencyTemplate made;
    made.id = id;
    made.code = code;
    made.tile = code;
    made.text = std::move(text);
    return made;
}

}  // namespace

Operator administrator() { return person(20, "quantri", Role::administrator, {commune_area}); }
Operator approver() { return person(21, "chutich", Role::approver, {commune_area}); }
Operator head_of_ben() { return person(22, "truongthon", Role::hamlet_head, {ben}); }
Operator writer() { return person(44, "bientap", Role::editor, {commune_area}); }
Operator viewer() { return person(23, "nguoixem", Role::viewer, {commune_area}); }
Operator head_of_nothing() { return person(24, "khongthon", Role::hamlet_head, {}); }

struct World::Folder {
    Folder() {
        std::string name = (std::filesystem::temp_directory_path() / "village-loop-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
        path = name;
    }
    ~Folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path, ignored);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    std::string path;
};

struct World::Program {
    Program(const std::string& folder, UtcTime& now, IdSource& ids, SignerLedger& ledger, control_loop::LoopOptions options)
        : disk(opened(folder, control)),
          stored(disk->stores()),
          broadcasts(control.get_executor(), stored.broadcasts),
          receipts(stored.receipts),
          operators(control.get_executor(), stored.operators),
          signer(control.get_executor(), ledger),
          workshop(folder),
          jobs(control.get_executor()),
          people(operators, ids, now),
          loop(
              control.get_executor(), [&now] { return now; }, ids, all_ports(), std::move(options)) {
        signer.asking = [this] { return stored.ownership.owner(); };
        signer.on_obeyed = [this] { loop.obeyed_by_signer(); };
        loop.connect(gateway, enrolment, streams);
    }

    static std::unique_ptr<storage::Storage> opened(const std::string& folder, boost::asio::io_context& control) {
        storage::StorageOptions options;
        options.folder = folder + "/data";
        options.run_on = storage::RunOn::caller;
        return std::move(storage::Storage::open(options, control.get_executor()).value());
    }
    control_loop::Ports all_ports() {
        const ports::Stores stores{stored.commune, stored.announcements, stored.schedules,   broadcasts,  receipts,
                                   operators,      stored.emergencies,   stored.credentials, stored.jobs, stored.audit,
                                   stored.rules,   stored.programmes,    stored.ownership};
        return {stores, disk->blobs(), jobs, workshop, signer, people, feed};
    }
    template <class Value>
    Value ask(village::ports::Awaitable<Value> work) {
        auto answer = boost::asio::co_spawn(control, std::move(work), boost::asio::use_future);
        if (!until([&] { return answer.wait_for(std::chrono::seconds{0}) == std::future_status::ready; }))
            throw std::runtime_error("the loop gave no answer within two seconds");
        return answer.get();
    }
    bool until(const std::function<bool()>& holds) {
        const auto patience = std::chrono::steady_clock::now() + std::chrono::seconds{2};
        while (!holds()) {
            if (std::chrono::steady_clock::now() > patience) return false;
            control.restart();
            control.run_one_for(std::chrono::milliseconds{10});
        }
        return true;
    }
    void settle() {
        do control.restart();
        while (control.poll() != 0);
    }

    boost::asio::io_context control;
    std::unique_ptr<storage::Storage> disk;
    village::ports::Stores stored;
    MoodyBroadcastStore broadcasts;
    MoodyReceiptStore receipts;
    MoodyOperatorStore operators;
    ScriptedSigner signer;
    RecordingGateway gateway;
    QuickWorkshop workshop;
    PromptJobs jobs;
    PlainPeople people;
    PlainEnrolment enrolment;
    RecordingStreams streams;
    RecordingFeed feed;
    control_loop::ControlLoop loop;
};

World::World() : folder_(std::make_unique<Folder>()), ids_(std::make_unique<support::CountingIds>()) {
    start();
    EXPECT_OK(program_->ask(program_->loop.start()));
    set_up();
    settle();
}

World::~World() = default;

void World::start() {
    program_.reset();
    control_loop::LoopOptions options{short_countdown, short_pause, {}};
    options.relays = relays;
    options.dispatcher.broadcasts_max = options.dispatcher.asked_for_max = broadcasts_max;
    options.takes_over = takes_over;
    program_ = std::make_unique<Program>(folder_->path, now, *ids_, ledger, std::move(options));
}

void World::set_up() {
    auto& stores = program_->stored;
    for (const auto& who : {administrator(), approver(), head_of_ben(), viewer(), head_of_nothing()}) {
        ports::Account account{who, "x"};
        EXPECT_OK(program_->ask(stores.operators.save(std::move(account), ports::by_itself)));
    }
    EXPECT_OK(program_->ask(program_->loop.import_commune(administrator(), three_hamlets())));

    Announcement spoken;
    spoken.id = bulletin;
    spoken.title = "Bản tin sáng";
    spoken.source = AnnouncementSource::file;
    spoken.audio = AudioState::ready;
    const auto hash = program_->disk->blobs().put(as_bytes("OggS bulletin")).value();
    spoken.content = AudioContent{hash, 13, std::chrono::seconds{30}, -16, -1};
    EXPECT_OK(program_->ask(stores.announcements.save(spoken, ports::by_itself)));
    Announcement written;
    written.id = unspoken;
    written.title = "Chưa có tiếng";
    written.text = "Bà con chú ý";
    written.source = AnnouncementSource::text;
    EXPECT_OK(program_->ask(stores.announcements.save(written, ports::by_itself)));
}

Result<Operator> World::save(const Operator& who, Operator account, std::string password) {
    return program_->ask(program_->loop.save_operator(who, std::move(account), std::move(password)));
}
domain::Status World::import(const Operator& who, ports::CommuneImport file) {
    return program_->ask(program_->loop.import_commune(who, std::move(file)));
}

void World::restart() {
    restart([](World&) {});
}

void World::restart(const std::function<void(World&)>& before_start) {
    start();
    before_start(*this);
    EXPECT_OK(program_->ask(program_->loop.start()));
    settle();
}

Result<Broadcast> World::broadcast(const Operator& who, ports::BroadcastRequest request) {
    return program_->ask(program_->loop.start_broadcast(who, std::move(request)));
}
Result<ports::Correction> World::correct(const Operator& who, ports::BroadcastRequest request) {
    return program_->ask(program_->loop.correct_broadcast(who, std::move(request)));
}
Result<Conflicts> World::would_meet(const Operator& who, ports::BroadcastRequest request) {
    return program_->ask(program_->loop.preview_broadcast(who, std::move(request)));
}
Result<ports::BroadcastReport> World::report(const Operator& who, BroadcastId id) {
    return program_->ask(program_->loop.report(who, id));
}
Result<ports::StopAnswer> World::stop(const Operator& who, ports::StopRequest request) {
    return program_->ask(program_->loop.stop(who, std::move(request)));
}
Result<ports::StreamMonitor> World::monitor(const Operator& who, BroadcastId id, std::uint16_t port) {
    return program_->ask(program_->loop.monitor(who, id, port));
}
Result<Broadcast> World::emergency(EmergencyIntent intent, std::string reason) {
    return program_->ask(program_->loop.start_emergency(std::move(intent), std::move(reason)));
}
Result<Broadcast> World::drill(const Operator& who, ports::DrillRequest request) {
    return program_->ask(program_->loop.start_drill(who, std::move(request)));
}
Result<Broadcast> World::cancel(BroadcastId id, DeviceKeyId device) {
    return program_->ask(program_->loop.cancel_emergency(id, device));
}
Result<ports::SchedulePreview> World::preview(const Operator& who, Schedule draft) {
    return program_->ask(program_->loop.preview(who, std::move(draft)));
}
Result<Schedule> World::save(const Operator& who, Schedule schedule, bool confirmed, bool keep_both) {
    return program_->ask(program_->loop.save_schedule(who, std::move(schedule), {confirmed, keep_both}));
}
Result<Schedule> World::agree(const Operator& who, const Schedule& schedule) {
    return program_->ask(program_->loop.agree_to_schedule(who, schedule.id, schedule.version));
}
Result<ports::EditedSchedule> World::edit(const Operator& who, ports::ScheduleEdit edit, bool keep_both, bool confirmed) {
    if (edit.version == 0) edit.version = program_->ask(program_->disk->stores().schedules.find(edit.schedule)).value().version;
    return program_->ask(program_->loop.edit_schedule(who, std::move(edit), {confirmed, keep_both}));
}
Result<std::string> World::zone_calendar(domain::ZoneId zone) {
    return program_->ask(program_->loop.zone_calendar(viewer(), zone));
}
Result<ports::DryRun> World::dry_run(ports::DryRunRequest request) {
    return program_->ask(program_->loop.dry_run(viewer(), std::move(request)));
}
Result<Schedule> World::cancel(const Operator& who, const Schedule& schedule) {
    return program_->ask(program_->loop.cancel_schedule(who, schedule.id, schedule.version));
}
Result<Announcement> World::save(const Operator& who, Announcement draft) {
    return program_->ask(program_->loop.save_announcement(who, std::move(draft)));
}
Result<JobId> World::prepare(const Operator& who, AnnouncementId id, std::optional<domain::UploadId> upload) {
    return program_->ask(program_->loop.prepare_announcement(who, id, upload));
}
Result<Announcement> World::act(const Operator& who, ports::ApprovalRequest request) {
    if (request.version == 0) request.version = stored_announcement(request.announcement).version;
    return program_->ask(program_->loop.act_on_approval(who, std::move(request)));
}
Result<std::vector<ports::AwaitingApproval>> World::awaiting(const Operator& who, ports::DaysOfProgramme days) {
    return program_->ask(program_->loop.awaiting_approval(who, days));
}
Result<std::vector<ports::AwaitingApproval>> World::awaiting(const Operator& who) {
    return program_->ask(program_->loop.awaiting_approval(who));
}
Result<ports::ProgrammeApproval> World::approve(const Operator& who, ports::ProgrammeApprovalRequest request) {
    return program_->ask(program_->loop.approve_programme(who, std::move(request)));
}
std::vector<ports::UnseenConsent> World::unseen_consents(const Operator& who) {
    return program_->ask(program_->loop.consents_in_name_of(who)).value();
}
Status World::acknowledge(const Operator& who, AnnouncementId id, UtcTime last) {
    return program_->ask(program_->loop.acknowledge_consents(who, id, last));
}
Result<Announcement> World::deny(const Operator& who, AnnouncementId id, UtcTime last) {
    return program_->ask(program_->loop.deny_consents(who, id, last));
}
Result<std::uint64_t> World::rise_for(NodeNumber node, std::uint64_t seen) {
    return program_->ask(program_->loop.rise_for(node, seen));
}
domain::Result<ports::SavedHours> World::save(const Operator& who, ports::KeptHours hours) {
    return program_->ask(program_->loop.save_hours(who, std::move(hours)));
}
Result<EmergencyTemplate> World::add(const Operator& who, EmergencyTemplate item) {
    return program_->ask(program_->loop.add_template(who, std::move(item)));
}
Result<EmergencyTemplate> World::save(const Operator& who, EmergencyTemplate item) {
    return program_->ask(program_->loop.save_template(who, std::move(item)));
}
Status World::remove(const Operator& who, TemplateId id, std::uint32_t version) {
    return program_->ask(program_->loop.remove_template(who, id, version));
}
HoursRules World::hours_rules() { return program_->ask(program_->stored.rules.hours_rules()).value(); }
Result<ports::SavedHoursRules> World::save(const Operator& who, domain::HoursRules rules) {
    return program_->ask(program_->loop.save_hours_rules(who, std::move(rules)));
}
domain::DayRules World::day_rules() { return program_->ask(program_->stored.rules.day_rules()).value().value(); }
Result<ports::SavedDayRules> World::save(const Operator& who, domain::DayRules rules) {
    return program_->ask(program_->loop.save_day_rules(who, std::move(rules)));
}
Result<ports::SavedApprovalPolicy> World::save(const Operator& who, ApprovalPolicy policy) {
    return program_->ask(program_->loop.save_approval_policy(who, std::move(policy)));
}
Result<Delegation> World::lend(const Operator& who, Delegation delegation) {
    return program_->ask(program_->loop.lend_approval(who, delegation));
}
Result<Delegation> World::end(const Operator& who, DelegationId id) {
    return program_->ask(program_->loop.end_delegation(who, id));
}
Result<SurgePeriod> World::open(const Operator& who, SurgePeriod period) {
    return program_->ask(program_->loop.open_surge(who, std::move(period)));
}
Result<SurgePeriod> World::end(const Operator& who, SurgePeriodId id) { return program_->ask(program_->loop.end_surge(who, id)); }
Result<Programme> World::add(const Operator& who, Programme programme) {
    return program_->ask(program_->loop.add_programme(who, std::move(programme)));
}
Result<Programme> World::save(const Operator& who, Programme programme, bool confirmed) {
    return program_->ask(program_->loop.save_programme(who, std::move(programme), confirmed));
}
domain::Status World::remove(const Operator& who, ProgrammeId id, std::uint32_t version) {
    return program_->ask(program_->loop.remove_programme(who, id, version));
}
Result<ProgrammeDay> World::put_in(const Operator& who, ProgrammeDay day) {
    return program_->ask(program_->loop.put_into_programme(who, std::move(day)));
}
Result<ports::ProgrammePreview> World::preview(ProgrammeId id, date::local_days day) {
    return program_->ask(program_->loop.preview_programme(id, day));
}
DeviceKeyId World::pair(const Operator& who) {
    return program_->ask(program_->loop.pair_device(who, "Điện thoại", std::vector<std::uint8_t>(65, 4))).value().id;
}
Status World::revoke(const Operator& who, DeviceKeyId key) { return program_->ask(program_->loop.revoke_device(who, key)); }
Result<Area> World::save(const Operator& who, Area area) { return program_->ask(program_->loop.save_area(who, std::move(area))); }
Result<Zone> World::save(const Operator& who, Zone zone) { return program_->ask(program_->loop.save_zone(who, std::move(zone))); }
Result<Node> World::save(const Operator& who, Node node) { return program_->ask(program_->loop.save_node(who, std::move(node))); }
Result<std::vector<domain::Node>> World::save(const Operator& who, std::vector<ports::EchoGroupEdit> groups) {
    return program_->ask(program_->loop.save_echo_groups(who, std::move(groups)));
}
domain::Status World::cancel_job(const Operator& who, domain::JobId id) {
    return program_->ask(program_->loop.cancel_job(who, id));
}

domain::Result<Operator> World::set_up(ports::Account first, ports::CommuneImport commune) {
    return program_->ask(program_->loop.set_up(std::move(first), std::move(commune)));
}

void World::keep_job(ports::JobRow row) { EXPECT_OK(program_->ask(program_->stored.jobs.save(std::move(row)))); }
Announcement World::stored_announcement(AnnouncementId id) {
    return program_->ask(program_->stored.announcements.find(id)).value();
}
void World::keep_announcement(const Announcement& item) {
    EXPECT_OK(program_->ask(program_->stored.announcements.save(item, ports::by_itself)));
}
std::vector<ports::JobRow> World::unfinished_jobs() { return program_->ask(program_->stored.jobs.unfinished()).value(); }
void World::keep_broadcast(Broadcast broadcast) {
    ports::Decided one;
    one.broadcasts.push_back(std::move(broadcast));
    EXPECT_OK(program_->ask(program_->stored.broadcasts.save(std::move(one))));
}

domain::Schedule World::stored_schedule(domain::ScheduleId id) {
    return program_->ask(program_->stored.schedules.find(id)).value();
}
void World::keep_schedule(const domain::Schedule& schedule) {
    EXPECT_OK(program_->ask(program_->stored.schedules.save(schedule, {})));
}

Broadcast World::stored_broadcast(BroadcastId id) { return program_->ask(program_->stored.broadcasts.find(id)).value(); }
std::vector<domain::Delivery> World::stored_deliveries(BroadcastId id) {
    return program_->ask(program_->disk->read_model().deliveries(id)).value();
}
std::vector<ports::AuditEntry> World::audit_rows() {
    auto page = program_->ask(program_->disk->read_model().audit({}));
    return {page.value().rows.rbegin(), page.value().rows.rend()};
}

Status World::confirm_enrolment(const Operator& who, NodeNumber node) {
    return program_->ask(program_->loop.confirm_enrolment(who, loudspeaker(node, ben).id));
}
Status World::revoke_node(const Operator& who, NodeNumber node) {
    return program_->ask(program_->loop.revoke_node(who, loudspeaker(node, ben).id));
}
void World::keep_credential(ports::NodeCredential credential) {
    EXPECT_OK(program_->ask(program_->stored.credentials.save(std::move(credential), ports::by_itself)));
}
std::vector<ports::NodeCredential> World::credentials() { return program_->ask(program_->stored.credentials.all()).value(); }

void World::connect(NodeNumber node) {
    program_->loop.node_connected(node);
    settle();
}
bool World::until(const std::function<bool()>& holds) { return program_->until(holds); }
void World::settle() { program_->settle(); }

std::size_t World::broadcasts_published(BroadcastState state) const {
    std::size_t count = 0;
    for (const auto& change : program_->feed.changes)
        if (const auto* broadcast = std::get_if<Broadcast>(&change); broadcast != nullptr && broadcast->state == state) ++count;
    return count;
}

ScriptedSigner& World::signer() { return program_->signer; }
RecordingGateway& World::gateway() { return program_->gateway; }
MoodyBroadcastStore& World::broadcast_store() { return program_->broadcasts; }
MoodyReceiptStore& World::receipt_store() { return program_->receipts; }
MoodyOperatorStore& World::operator_store() { return program_->operators; }
QuickWorkshop& World::workshop() { return program_->workshop; }
ports::BlobStore& World::blobs() { return program_->disk->blobs(); }
PromptJobs& World::jobs() { return program_->jobs; }
RecordingStreams& World::streams() { return program_->streams; }
PlainEnrolment& World::enrolment() { return program_->enrolment; }
RecordingFeed& World::feed() { return program_->feed; }
control_loop::ControlLoop& World::loop() { return program_->loop; }

ports::CommuneImport three_hamlets() {
    ports::CommuneImport import;
    import.commune = commune_of_three();
    import.templates = {emergency_of(flood, "flood", "Lũ! {hamlet}."), emergency_of(fire, "fire", "Cháy! {assembly_point}.")};
    return import;
}

ports::BroadcastRequest play_now(Targets targets, std::string key) {
    ports::BroadcastRequest request;
    request.announcement = bulletin;
    request.targets = std::move(targets);
    request.idempotency_key = std::move(key);
    request.keep_both = true;
    return request;
}

Schedule schedule_at(std::string local_start, std::string recurrence) {
    Schedule schedule;
    schedule.id = make_id<ScheduleId>(80);
    schedule.announcement = bulletin;
    schedule.targets.areas = {ben};
    schedule.timing.first = domain::parse_local(local_start).value();
    if (!recurrence.empty()) schedule.timing.repeats = domain::Rrule{std::move(recurrence)};
    return schedule;
}

EmergencyIntent intent_of(const World& world, const Operator& officer, DeviceKeyId device, AreaId area, TemplateId wanted) {
    EmergencyIntent intent;
    intent.officer = officer.id;
    intent.device = device;
    intent.area = area;
    intent.emergency_template = wanted;
    intent.idempotency_key.fill(5);
    intent.made_at = world.now;
    intent.signature.assign(64, 1);
    return intent;
}

PlaybackReceipt receipt_of(const SignedGrant& grant, NodeNumber node, std::uint64_t number) {
    PlaybackReceipt receipt;
    receipt.node = node;
    receipt.number = number;
    receipt.broadcast = grant.grant.broadcast;
    receipt.grant = grant.grant.id;
    receipt.content = grant.grant.content.value_or(ContentHash{});
    receipt.samples_played = receipt.samples_expected = 48'000 * 30;
    receipt.first_sample_at = grant.grant.starts_at;
    receipt.last_sample_at = grant.grant.starts_at + std::chrono::seconds{30};
    receipt.signed_bytes = "receipt " + std::to_string(number);
    return receipt;
}

}  // namespace village::test
