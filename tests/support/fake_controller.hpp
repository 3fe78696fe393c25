// A controller without loudspeakers: decides in memory what the API asks, so that web_api runs and answers as it does in the
// real one. Broadcasts are on the air at once, announcements get a sound at once.
#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include "controller/ports/blob_store.hpp"
#include "controller/ports/commands.hpp"
#include "controller/ports/jobs.hpp"
#include "controller/ports/live_view.hpp"
#include "controller/ports/people.hpp"
#include "controller/ports/read_model.hpp"
#include "scheduler/domain/gone.hpp"
#include "scheduler/policy/approval.hpp"
#include "scheduler/policy/check_hours.hpp"
#include "scheduler/policy/hours_rules.hpp"
#include "scheduler/policy/remarks.hpp"
#include "scheduler/policy/surge.hpp"
#include "tests/support/fake_operator_store.hpp"
#include "tests/support/fake_stores.hpp"

namespace village::support {

class FakeJobs final : public ports::Jobs {
public:
    domain::Result<domain::JobId> start(std::string, std::string, ports::JobWork, ports::JobDone) override {
        return domain::Error{domain::ErrorCode::unavailable, "no work is done here"};
    }
    void cancel(domain::JobId id) override {
        for (auto& row : rows)
            if (row.id == id) row.state = "cancelled";
    }
    std::vector<ports::JobRow> current() const override { return rows; }
    std::vector<ports::JobRow> rows;
};

/// What the fake decides with.
struct FakeWorld {
    domain::IdSource& ids;
    std::function<domain::UtcTime()> now;
    ports::People& people;
    FakeOperatorStore& operators;
    FakeCommuneStore& communes;
    FakeAnnouncementStore& announcements;
    FakeScheduleStore& schedules;
    FakeAuditStore& audit_rows;
    FakeRuleStore& rules;
    FakeProgrammeStore& programmes;
    FakeJobs& jobs;
    FakeBlobStore& blobs;
    ports::StateFeed& feed;
};

class FakeController final : public ports::Commands, public ports::ReadModel, public ports::LiveView {
public:
    template <class Value>
    using Answer = ports::Awaitable<domain::Result<Value>>;
    using Done = ports::Awaitable<domain::Status>;

    explicit FakeController(FakeWorld world) : world_(std::move(world)) {}

    // Commands.
    Answer<domain::Conflicts> preview_broadcast(domain::Operator, ports::BroadcastRequest request) override {
        const auto nodes = commune_.resolve(request.targets);
        if (!nodes) co_return nodes.error();
        co_return met_by(request, *nodes);
    }
    Answer<domain::Broadcast> start_broadcast(domain::Operator caller, ports::BroadcastRequest request) override {
        if (request.replays) {
            const auto missed = broadcasts_.find(*request.replays);
            if (missed == broadcasts_.end()) co_return no_such();
            if (missed->second.state == domain::BroadcastState::on_air)
                co_return domain::Error{domain::ErrorCode::invalid_argument, "it is not over yet"};
            request.announcement = missed->second.announcement.value_or(domain::AnnouncementId{});
            for (const auto& node : commune_.nodes)
                if (missed->second.targets.contains(node.number)) request.targets.nodes.push_back(node.id);
        }
        const auto announcement = world_.announcements.rows.find(request.announcement);
        if (announcement == world_.announcements.rows.end()) co_return no_such();
        if (!announcement->second.content) co_return domain::no_sound_yet(announcement->second);
        const auto nodes = commune_.resolve(request.targets);
        if (!nodes) co_return nodes.error();
        if (const auto known = keys_.find(request.idempotency_key); known != keys_.end()) {
            if (broadcasts_[known->second].announcement != request.announcement)
                co_return domain::Error{domain::ErrorCode::idempotency_mismatch, "this key belongs to another request"};
            co_return broadcasts_[known->second];
        }
        if (!request.keep_both && met_by(request, *nodes).count > 0)
            co_return domain::Error{domain::ErrorCode::confirmation_needed, "it would meet another one; sound it with keep_both"};
        auto broadcast = new_broadcast(caller.id, *nodes, announcement->second.title);
        broadcast.announcement = request.announcement;
        broadcast.content = announcement->second.content->hash;
        broadcast.duration = announcement->second.content->duration;
        broadcast.priority = request.priority;
        broadcast.starts_at = request.starts_at.value_or(world_.now() + std::chrono::seconds{3});
        keys_[request.idempotency_key] = broadcast.id;
        co_return put_on_air(std::move(broadcast));
    }
    /// Every loudspeaker of the wrong one sounded it.
    Answer<ports::Correction> correct_broadcast(domain::Operator caller, ports::BroadcastRequest request) override {
        const auto wrong = broadcasts_.find(*request.corrects);
        if (wrong == broadcasts_.end()) co_return no_such();
        if (wrong->second.announcement == request.announcement)
            co_return domain::Error{domain::ErrorCode::invalid_argument, "that is what was wrong",
                                    domain::BrokenRule{"corrects_itself", {}, {}}};
        const auto nodes = wrong->second.targets;
        for (const auto& node : commune_.nodes)
            if (nodes.contains(node.number)) request.targets.nodes.push_back(node.id);
        const auto wrong_id = *request.corrects;
        auto started = co_await start_broadcast(std::move(caller), std::move(request));
        if (!started) co_return started.error();
        auto& kept = broadcasts_[started->id];
        kept.corrects = wrong_id;
        if (broadcasts_[wrong_id].state == domain::BroadcastState::on_air)
            end(broadcasts_[wrong_id], domain::BroadcastState::stopped);
        co_return ports::Correction{kept, {}};
    }
    /// A replay of what is over goes to all of it.
    Answer<ports::BroadcastReport> report(domain::Operator, domain::BroadcastId id) override {
        const auto found = broadcasts_.find(id);
        if (found == broadcasts_.end()) co_return no_such();
        ports::BroadcastReport report{found->second, coverage(id), {}, {}, {}};
        report.by_hamlet = domain::coverage_by_hamlet(commune_, deliveries_[id]);
        for (const auto& [other, broadcast] : broadcasts_)
            if (broadcast.corrects == id) report.corrected_by.push_back(other);
        if (report.broadcast.ended_at && report.corrected_by.empty()) report.replay_to = report.broadcast.targets;
        co_return report;
    }
    Answer<ports::StopAnswer> stop(domain::Operator caller, ports::StopRequest request) override {
        ports::StopAnswer answer;
        for (auto& [id, broadcast] : broadcasts_) {
            if (request.broadcast && id != *request.broadcast) continue;
            if (broadcast.state != domain::BroadcastState::on_air) continue;
            broadcast.stopped_by = caller.login;
            end(broadcast, domain::BroadcastState::stopped);
            answer.broadcasts.push_back(id);
            answer.nodes = answer.in_contact = answer.nodes.united_with(broadcast.targets);
        }
        co_return answer;
    }
    Answer<ports::StreamMonitor> monitor(domain::Operator, domain::BroadcastId id, std::uint16_t) override {
        const auto found = broadcasts_.find(id);
        if (found == broadcasts_.end() || found->second.state != domain::BroadcastState::on_air) co_return no_such();
        ports::StreamMonitor monitor;
        monitor.key.broadcast = id;
        monitor.key.ssrc = 4'000'000'000;
        co_return monitor;
    }
    Answer<domain::Broadcast> start_emergency(domain::EmergencyIntent intent, std::string) override {
        if (auto fresh = domain::check_age(intent, world_.now()); !fresh) co_return fresh.error();
        auto keys = co_await world_.operators.device_keys(std::nullopt);
        const bool known = std::any_of(keys->begin(), keys->end(), [&](const auto& key) { return key.id == intent.device; });
        if (!known)
            co_return domain::Error{domain::ErrorCode::key_unknown, "this device is not paired",
                                    domain::BrokenRule{"device_key", {}, intent.device.text()}};
        const domain::BroadcastId id{intent.idempotency_key};
        if (broadcasts_.contains(id)) co_return broadcasts_[id];
        auto broadcast = new_broadcast(intent.officer, commune_.nodes_of_area(intent.area), "LŨ, NƯỚC DÂNG");
        broadcast.id = id;
        const auto wanted = find_template(intent.emergency_template);
        const bool calms = wanted != templates_.end() && wanted->all_clear;
        broadcast.kind = calms ? domain::BroadcastKind::all_clear : domain::BroadcastKind::emergency;
        broadcast.priority = domain::Priority::emergency;
        broadcast.emergency_template = intent.emergency_template;
        broadcast.area = intent.area;
        co_return put_on_air(std::move(broadcast));
    }
    Answer<domain::Broadcast> cancel_emergency(domain::BroadcastId id, domain::DeviceKeyId) override {
        if (!broadcasts_.contains(id)) co_return no_such();
        end(broadcasts_[id], domain::BroadcastState::cancelled);
        co_return broadcasts_[id];
    }
    Answer<domain::EmergencyTemplate> add_template(domain::Operator, domain::EmergencyTemplate item) override {
        if (auto good = domain::check_template(item); !good) co_return good.error();
        if (find_template(item.id) != templates_.end())
            co_return domain::Error{domain::ErrorCode::already_exists, "this code is taken",
                                    domain::BrokenRule{"name_taken", {}, item.code}};
        co_return keep(templates_, std::move(item));
    }
    Answer<domain::EmergencyTemplate> save_template(domain::Operator, domain::EmergencyTemplate item) override {
        if (auto good = domain::check_template(item); !good) co_return good.error();
        if (find_template(item.id) == templates_.end()) co_return no_such();
        co_return keep(templates_, std::move(item));
    }
    Done remove_template(domain::Operator, domain::TemplateId id, std::uint32_t version) override {
        const auto known = find_template(id);
        if (known == templates_.end()) co_return no_such();
        if (known->version != version) co_return changed();
        templates_.erase(known);
        co_return domain::Status{};
    }
    Answer<domain::Broadcast> start_drill(domain::Operator caller, ports::DrillRequest request) override {
        auto broadcast = new_broadcast(caller.id, commune_.nodes_of_area(request.hamlet), "DIỄN TẬP: LŨ, NƯỚC DÂNG");
        broadcast.kind = domain::BroadcastKind::drill;
        broadcast.emergency_template = request.emergency_template;
        broadcast.area = request.hamlet;
        co_return put_on_air(std::move(broadcast));
    }
    /// One rule stands for every rule that cannot be read, one for those that come too often, one for those that never come.
    domain::Status check_timing(const domain::Timing& timing) const {
        using domain::BrokenRule, domain::Error, domain::ErrorCode;
        const auto rule = domain::rrule_of(timing);
        const auto today = date::floor<date::days>(date::local_time<domain::Duration>{world_.now().time_since_epoch()});
        if (rule == "FREQ=SOMETIMES")
            return Error{ErrorCode::invalid_argument, "the recurrence cannot be read", BrokenRule{"recurrence", "DAILY", rule}};
        if (rule == "FREQ=HOURLY")
            return Error{ErrorCode::recurrence_too_frequent, "it comes too often", BrokenRule{"recurrence", "DAILY", rule}};
        if (rule == "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30")
            return Error{ErrorCode::recurrence_never_fires, "it has no date", BrokenRule{"no_date", {}, rule}};
        if (timing.valid_until && *timing.valid_until < today)
            return Error{ErrorCode::schedule_in_past, "it is over",
                         BrokenRule{"valid_until", domain::local_day_text(*timing.valid_until), {}}};
        if (timing.first > today + date::years{12})
            return Error{ErrorCode::invalid_argument, "it is too far away",
                         BrokenRule{"furthest_start", "12", domain::local_text(timing.first)}};
        return {};
    }
    /// Of each day one, at the time of the first.
    static bool gives(const domain::Timing& timing, domain::UtcTime occurrence) {
        const auto since = occurrence.time_since_epoch() + std::chrono::hours{7} - timing.first.time_since_epoch();
        return since % date::days{1} == domain::Duration{0};
    }
    Answer<ports::SchedulePreview> preview(domain::Operator, domain::Schedule draft) override {
        if (auto sound = check_timing(draft.timing); !sound) co_return sound.error();
        const auto nodes = commune_.resolve(draft.targets);
        if (!nodes) co_return nodes.error();
        ports::SchedulePreview preview;
        const auto when = world_.now() + std::chrono::hours{24};
        preview.next = {{domain::occurrence_id(draft.id, when), draft.id, when, when}};
        preview.nodes = *nodes;
        preview.problems = {{domain::ErrorCode::outside_allowed_hours, "03:15 is outside the allowed hours"}};
        // Whatever is wanted at the same minute as another one meets it.
        for (const auto& [id, other] : world_.schedules.rows)
            if (other.state == domain::ScheduleState::active && other.timing.first == draft.timing.first)
                preview.conflicts = one_conflict(draft, other, *nodes, when);
        co_return preview;
    }
    Answer<ports::SchedulePreview> preview_edit(domain::Operator caller, ports::ScheduleEdit edit) override {
        const auto found = world_.schedules.rows.find(edit.schedule);
        if (found == world_.schedules.rows.end()) co_return no_such();
        co_return co_await preview(std::move(caller), found->second);
    }
    Answer<ports::EditedSchedule> edit_schedule(domain::Operator, ports::ScheduleEdit edit, ports::Agreed) override {
        const auto found = world_.schedules.rows.find(edit.schedule);
        if (found == world_.schedules.rows.end()) co_return no_such();
        if (found->second.version != edit.version)
            co_return domain::Error{domain::ErrorCode::version_conflict, "somebody else changed it"};
        if (edit.occurrence && !gives(found->second.timing, *edit.occurrence))
            co_return domain::Error{domain::ErrorCode::not_found, "it has no such occurrence",
                                    domain::BrokenRule{"occurrence", {}, domain::utc_text(*edit.occurrence)}};
        if (edit.occurrence && std::min(*edit.occurrence, edit.moved_to.value_or(*edit.occurrence)) < world_.now())
            co_return domain::Error{domain::ErrorCode::schedule_in_past, "it has begun",
                                    domain::BrokenRule{"occurrence_begun", {}, {}}};
        if (edit.timing)
            if (auto sound = check_timing(*edit.timing); !sound) co_return sound.error();
        auto& schedule = found->second;
        if (edit.timing) schedule.timing = *edit.timing;
        ports::EditedSchedule edited{schedule, {}};
        if (edit.timing)
            for (const auto& change : schedule.edits.changes) edited.dropped.push_back(change.original);
        schedule.edits.changes.clear();
        if (edit.wanted != domain::WantedEdit{})
            schedule.edits.changes = {{*edit.occurrence, {}, domain::changed(domain::wanted_of(schedule), edit.wanted)}};
        if (edit.moved_to) schedule.edits.changes = {{*edit.occurrence, edit.moved_to, {}, edit.version + 1}};
        ++schedule.version;
        edited.schedule = schedule;
        world_.feed.publish(schedule);
        co_return edited;
    }
    Answer<domain::Schedule> save_schedule(domain::Operator caller, domain::Schedule schedule, ports::Agreed agreed) override {
        const auto nodes = commune_.resolve(schedule.targets);
        if (!nodes) co_return nodes.error();
        const auto shown = co_await preview(std::move(caller), schedule);
        if (!shown) co_return shown.error();
        if (shown->conflicts.count > 0 && !agreed.keep_both)
            co_return domain::Error{domain::ErrorCode::confirmation_needed, "it would meet another one; save it with keep_both"};
        world_.schedules.rows[schedule.id] = schedule;
        world_.feed.publish(schedule);
        co_return schedule;
    }
    Answer<std::string> zone_calendar(domain::Operator, domain::ZoneId zone) override {
        if (!commune_.find_zone(zone)) co_return no_such();
        co_return std::string{"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"};
    }
    Answer<ports::DryRun> dry_run(domain::Operator, ports::DryRunRequest request) override {
        const auto nodes = commune_.resolve(request.targets);
        if (!nodes) co_return nodes.error();
        const auto from = request.from.value_or(world_.now()), to = request.to.value_or(from + std::chrono::hours{24});
        if (to <= from)
            co_return domain::Error{domain::ErrorCode::invalid_argument, "the period ends after now",
                                    domain::BrokenRule{"period", "31", {}}};
        ports::DryRun run{from, to, *nodes, {}};
        for (const auto& [id, schedule] : world_.schedules.rows) run.sounds.push_back(missed(schedule, *nodes, from));
        co_return run;
    }
    Answer<domain::Schedule> agree_to_schedule(domain::Operator caller, domain::ScheduleId id, std::uint32_t version) override {
        const auto found = world_.schedules.rows.find(id);
        if (found == world_.schedules.rows.end()) co_return no_such();
        auto& schedule = found->second;
        if (schedule.version != version) co_return domain::Error{domain::ErrorCode::version_conflict, "somebody else changed it"};
        auto asking = domain::asking_of(schedule, 0);
        if (asking.by == caller.id)
            co_return domain::Error{domain::ErrorCode::not_permitted, "who asked for it does not agree to it",
                                    domain::BrokenRule{"own_asking", {}, {}}};
        asking.agreed_by = caller.id;
        schedule.edits.askings = {asking};
        ++schedule.version;
        co_return schedule;
    }
    Answer<domain::Schedule> cancel_schedule(domain::Operator, domain::ScheduleId id, std::uint32_t version) override {
        const auto found = world_.schedules.rows.find(id);
        if (found == world_.schedules.rows.end()) co_return no_such();
        if (found->second.version != version) co_return changed();
        found->second.state = domain::ScheduleState::cancelled;
        ++found->second.version;
        co_return found->second;
    }
    Answer<domain::Announcement> save_announcement(domain::Operator, domain::Announcement draft) override {
        auto saved = co_await world_.announcements.save(std::move(draft), ports::by_itself);
        if (saved) world_.feed.publish(*saved);
        co_return saved;
    }
    domain::Status may_upload(const domain::Operator& caller) const override {
        const bool only_reads = caller.roles == std::vector{domain::Role::viewer};
        if (only_reads)
            return domain::Error{domain::ErrorCode::not_permitted, "this person makes no announcements",
                                 domain::BrokenRule{"right", "approver, editor, hamlet_head", "write"}};
        return {};
    }
    Answer<domain::JobId> prepare_announcement(domain::Operator, domain::AnnouncementId id,
                                               std::optional<domain::UploadId>) override {
        const auto found = world_.announcements.rows.find(id);
        if (found == world_.announcements.rows.end()) co_return no_such();
        // One title sounds as if it had been made by a version without listening copies.
        const bool is_old = found->second.title == "Âm thanh cũ";
        const std::vector<std::uint8_t> sound(is_old ? 4000 : 5000, 42);
        const auto hash = world_.blobs.put(sound);
        if (!is_old) put_listening_copy(*hash);
        found->second.audio = domain::AudioState::ready;
        found->second.content = domain::AudioContent{*hash, sound.size(), std::chrono::seconds{10}, -16.0, -1.5};
        ++found->second.version;
        ports::JobRow row{world_.ids.make<domain::JobId>(world_.now()),
                          "prepare_text",
                          id.text(),
                          "done",
                          100,
                          "encoding",
                          std::nullopt,
                          world_.now(),
                          world_.now()};
        world_.jobs.rows.push_back(row);
        world_.feed.publish(row);
        world_.feed.publish(found->second);
        co_return row.id;
    }
    Answer<domain::Announcement> act_on_approval(domain::Operator caller, ports::ApprovalRequest request) override {
        const auto found = world_.announcements.rows.find(request.announcement);
        if (found == world_.announcements.rows.end()) co_return no_such();
        if (found->second.version != request.version) co_return changed();
        // One person plays every part here, so what the one wrote another approves.
        policy::Act act{.what = request.act, .by = caller.id, .approver = caller.id, .words = request.words, .at = world_.now()};
        if (request.approver) act.approver = *request.approver;
        auto item = found->second;
        item.created_by = {};
        auto next = policy::after(item, act, {1, true});
        if (!next) co_return next.error();
        auto saved = co_await world_.announcements.save(std::move(*next), ports::by_itself);
        if (saved) world_.feed.publish(*saved);
        co_return saved;
    }
    /// Whatever was put into the first day and waits.
    Answer<std::vector<ports::AwaitingApproval>> awaiting_approval(domain::Operator, ports::DaysOfProgramme days) override {
        if (days.to < days.from || days.to - days.from >= ports::DaysOfProgramme::longest)
            co_return domain::Error{domain::ErrorCode::invalid_argument, "one to seven days",
                                    domain::BrokenRule{"period", "7", {}}};
        auto put_in = co_await world_.programmes.day(days.programme, days.from);
        if (!put_in) co_return put_in.error();
        std::vector<ports::AwaitingApproval> all;
        for (const auto& bulletin : put_in->bulletins) {
            const auto& item = world_.announcements.rows.at(bulletin.announcement);
            if (item.state != domain::AnnouncementState::waiting) continue;
            const auto no_sound = domain::no_sound_yet(item);
            all.push_back({item, {days.from}, item.content ? std::nullopt : std::optional(no_sound)});
        }
        co_return all;
    }
    /// Whatever waits, as if it were on a schedule today.
    Answer<std::vector<ports::AwaitingApproval>> awaiting_approval(domain::Operator) override {
        std::vector<ports::AwaitingApproval> all;
        const auto today = date::floor<date::days>(date::local_time<domain::UtcTime::duration>{world_.now().time_since_epoch()});
        for (const auto& [id, item] : world_.announcements.rows)
            if (item.state == domain::AnnouncementState::waiting) all.push_back({item, {today}, std::nullopt});
        co_return all;
    }
    Answer<ports::ProgrammeApproval> approve_programme(domain::Operator caller,
                                                       ports::ProgrammeApprovalRequest request) override {
        auto waiting = co_await awaiting_approval(std::move(caller), request.days);
        if (!waiting) co_return waiting.error();
        ports::ProgrammeApproval done;
        for (auto& one : *waiting) {
            const auto seen = std::ranges::any_of(request.seen, [&](const auto& known) {
                return known.announcement == one.announcement.id && known.version == one.announcement.version;
            });
            if (!seen || one.refusal) {
                done.left.push_back({one.announcement.id, one.announcement.title, seen ? *one.refusal : changed()});
                continue;
            }
            one.announcement.state = domain::AnnouncementState::approved;
            auto saved = co_await world_.announcements.save(one.announcement, ports::by_itself);
            done.approved.push_back(*saved);
        }
        co_return done;
    }
    Answer<std::vector<ports::UnseenConsent>> consents_in_name_of(domain::Operator caller) override {
        co_return co_await world_.announcements.unseen_consents(caller.id);
    }
    Done acknowledge_consents(domain::Operator caller, domain::AnnouncementId id, domain::UtcTime last) override {
        co_return co_await world_.announcements.acknowledge_consents(caller.id, id, last, world_.now(), ports::by_itself);
    }
    Answer<domain::Announcement> deny_consents(domain::Operator caller, domain::AnnouncementId id,
                                               domain::UtcTime last) override {
        const auto approver = caller.id;
        if (auto seen = co_await acknowledge_consents(std::move(caller), id, last); !seen) co_return seen.error();
        auto item = policy::without_telephone_consent(world_.announcements.rows.at(id), approver);
        co_return co_await world_.announcements.save(std::move(item), ports::by_itself);
    }
    Answer<ports::SavedDayRules> save_day_rules(domain::Operator, domain::DayRules rules) override {
        for (const auto& rule : rules.rules)
            for (const auto area : rule.areas)
                if (commune_.find_area(area) == nullptr) co_return no_such();
        auto saved = co_await world_.rules.save(std::move(rules), ports::by_itself);
        if (!saved) co_return saved.error();
        co_return ports::SavedDayRules{std::move(*saved), std::vector{falls_away("special_day")}};
    }
    Answer<ports::SavedHours> save_hours(domain::Operator, ports::KeptHours hours) override {
        if (auto sound = policy::check_own_hours(hours.hours, {}); !sound) co_return sound.error();
        auto saved = co_await world_.communes.save(std::move(hours), ports::by_itself);
        if (!saved) co_return saved.error();
        hours_ = saved->hours;
        auto remarks = policy::remarks_on(saved->hours);
        co_return ports::SavedHours{std::move(*saved), std::vector{falls_away("outside_allowed_hours")}, std::move(remarks)};
    }
    Answer<ports::SavedHoursRules> save_hours_rules(domain::Operator, domain::HoursRules rules) override {
        for (const auto& rule : rules.rules)
            for (const auto area : rule.areas)
                if (commune_.find_area(area) == nullptr) co_return no_such();
        auto saved = co_await world_.rules.save(std::move(rules), ports::by_itself);
        if (!saved) co_return saved.error();
        auto remarks = policy::remarks_on(*saved, hours_);
        co_return ports::SavedHoursRules{std::move(*saved), std::vector{falls_away("outside_allowed_hours")}, std::move(remarks)};
    }
    Answer<ports::SavedApprovalPolicy> save_approval_policy(domain::Operator, domain::ApprovalPolicy policy) override {
        for (const auto& rule : policy.rules)
            for (const auto area : rule.areas)
                if (commune_.find_area(area) == nullptr) co_return no_such();
        auto saved = co_await world_.rules.save(std::move(policy), ports::by_itself);
        if (!saved) co_return saved.error();
        const auto people = co_await world_.operators.all();
        auto remarks = policy::remarks_on(*saved, *people, commune_);
        co_return ports::SavedApprovalPolicy{std::move(*saved), std::vector{falls_away("not_approved")}, std::move(remarks)};
    }
    Answer<domain::Delegation> lend_approval(domain::Operator caller, domain::Delegation delegation) override {
        if (delegation.until <= delegation.from)
            co_return domain::Error{domain::ErrorCode::invalid_argument, "it ends after it begins",
                                    domain::BrokenRule{"lending_period", {}, {}}};
        delegation.lender = caller.id;
        world_.rules.lent[delegation.id] = delegation;
        co_return delegation;
    }
    Answer<domain::Delegation> end_delegation(domain::Operator, domain::DelegationId id) override {
        const auto found = world_.rules.lent.find(id);
        if (found == world_.rules.lent.end()) co_return no_such();
        found->second.ended_at = world_.now();
        co_return found->second;
    }
    Answer<domain::SurgePeriod> open_surge(domain::Operator caller, domain::SurgePeriod period) override {
        if (auto sound = policy::check_surge(period, commune_, world_.now()); !sound) co_return sound.error();
        period.approved_by = caller.id;
        period.approved_at = world_.now();
        world_.rules.surges[period.id] = period;
        co_return period;
    }
    Answer<domain::SurgePeriod> end_surge(domain::Operator, domain::SurgePeriodId id) override {
        const auto found = world_.rules.surges.find(id);
        if (found == world_.rules.surges.end()) co_return no_such();
        found->second.ended_at = world_.now();
        co_return found->second;
    }
    std::set<std::string> relays() const override { return {"vov1"}; }
    std::vector<domain::ProgrammePreset> programme_presets() const override {
        domain::ProgrammeItem anthem;
        anthem.key = "quoc-ca";
        anthem.title = "Quốc ca";
        anthem.is_on = false;
        domain::Programme morning;
        morning.name = "Chương trình sáng";
        morning.items = {anthem};
        return {{"Nông thôn chuẩn", std::chrono::minutes{330}, morning}};
    }
    Answer<domain::Programme> add_programme(domain::Operator, domain::Programme programme) override {
        if (auto fits = check_length(programme); !fits) co_return fits.error();
        co_return co_await world_.programmes.add(std::move(programme), ports::by_itself);
    }
    Answer<domain::Programme> save_programme(domain::Operator, domain::Programme programme, bool) override {
        if (auto fits = check_length(programme); !fits) co_return fits.error();
        co_return co_await world_.programmes.save(std::move(programme), ports::by_itself);
    }
    Done remove_programme(domain::Operator, domain::ProgrammeId id, std::uint32_t version) override {
        co_return co_await world_.programmes.remove(id, version, ports::by_itself);
    }
    Answer<domain::ProgrammeDay> put_into_programme(domain::Operator, domain::ProgrammeDay day) override {
        if (day.day < date::floor<date::days>(date::local_time<domain::Duration>{world_.now().time_since_epoch()}))
            co_return domain::Error{domain::ErrorCode::schedule_in_past, "this day is over",
                                    domain::BrokenRule{"day_past", {}, domain::local_day_text(day.day)}};
        std::set<domain::AnnouncementId> seen;
        for (const auto& bulletin : day.bulletins) {
            if (!seen.insert(bulletin.announcement).second) co_return wrong_bulletin("bulletin_twice", bulletin.announcement);
            if (bulletin.priority > domain::Priority::priority)
                co_return wrong_bulletin("bulletin_priority", bulletin.announcement);
            if (!world_.announcements.rows.contains(bulletin.announcement))
                co_return domain::Error{domain::ErrorCode::not_found, "it does not exist",
                                        domain::BrokenRule{"announcement", {}, bulletin.announcement.text()}};
        }
        co_return co_await world_.programmes.save(std::move(day), ports::by_itself);
    }
    /// The bulletins one after the other, each with everything that a preview may say.
    Answer<ports::ProgrammePreview> preview_programme(domain::ProgrammeId id, date::local_days day) override {
        auto put_in = co_await world_.programmes.day(id, day);
        if (!put_in) co_return put_in.error();
        constexpr std::chrono::seconds minute{60};
        ports::ProgrammePreview shown;
        shown.day = day;
        shown.starts = {domain::UtcTime{day.time_since_epoch()}};
        for (const auto& [announcement, priority] : put_in->bulletins) {
            ports::HeardPiece piece{.key = "ban-tin/" + announcement.text(), .title = "Bản tin"};
            piece.kind = domain::ItemKind::bulletins;
            piece.offset = shown.total;
            piece.length = minute;
            piece.announcement = piece.fallback = announcement;
            piece.earlier_version = true;
            shown.heard.push_back(std::move(piece));
            shown.left_out.push_back({"ban-tin", announcement, "no_room", minute, announcement, "Quốc tang"});
            shown.total += minute;
        }
        shown.rooms = {{"ban-tin", shown.total, minute}};
        shown.silences = {{shown.total, shown.total + minute}};
        auto later = shown;
        later.starts = {shown.starts.front() + 60 * minute};
        shown.at_other_times = {std::move(later)};
        co_return shown;
    }
    Done cancel_job(domain::Operator, domain::JobId id) override {
        const auto rows = world_.jobs.current();
        if (std::ranges::find(rows, id, &ports::JobRow::id) == rows.end()) co_return no_such();
        world_.jobs.cancel(id);
        co_return domain::Status{};
    }
    Answer<domain::Operator> set_up(ports::Account first, ports::CommuneImport import) override {
        auto saved = co_await world_.operators.save(std::move(first), ports::by_itself);
        if (!saved) co_return saved.error();
        if (auto done = co_await import_commune(*saved, std::move(import)); !done) co_return done.error();
        co_return *saved;
    }
    Done import_commune(domain::Operator caller, ports::CommuneImport import) override {
        commune_ = std::move(import.commune);
        if (import.hours) hours_ = world_.communes.kept_hours.hours = *import.hours;
        templates_ = std::move(import.templates);
        rendered_.clear();
        for (const auto& one : templates_)
            for (const auto& area : commune_.areas)
                if (area.kind == domain::AreaKind::hamlet)
                    rendered_.push_back({one.id, area.id, false, "Khẩn cấp! " + area.full_name, some_sound(), world_.now()});
        world_.audit_rows.rows.push_back({world_.now(), caller.login, "commune.import", commune_.name, ""});
        co_return domain::Status{};
    }
    Answer<domain::Area> save_area(domain::Operator, domain::Area area) override { co_return keep(commune_.areas, area); }
    Answer<domain::Zone> save_zone(domain::Operator, domain::Zone zone) override { co_return keep(commune_.zones, zone); }
    Answer<domain::Node> save_node(domain::Operator, domain::Node node) override {
        if (commune_.find_area(node.hamlet) == nullptr) co_return no_such();
        co_return keep(commune_.nodes, node);
    }
    Answer<std::vector<domain::Node>> save_echo_groups(domain::Operator, std::vector<ports::EchoGroupEdit> groups) override {
        auto nodes = commune_.nodes;
        for (const auto& edit : groups) {
            const auto node = std::ranges::find(nodes, edit.node, &domain::Node::id);
            if (node == nodes.end()) co_return domain::no_such_node(edit.node);
            if (node->version != edit.version)
                co_return domain::Error{domain::ErrorCode::version_conflict, "it was changed since"};
            node->echo_group = edit.group;
            ++node->version;
        }
        commune_.nodes = nodes;
        co_return nodes;
    }
    Answer<ports::EnrolmentCode> begin_enrolment(domain::Operator, domain::NodeId node) override {
        co_return ports::EnrolmentCode{node, "7K2QF-9XM4T", "village:7K2QF9XM4T", world_.now() + std::chrono::minutes{15}};
    }
    Done confirm_enrolment(domain::Operator, domain::NodeId) override { co_return domain::Status{}; }
    Done revoke_node(domain::Operator, domain::NodeId id) override {
        for (auto& node : commune_.nodes)
            if (node.id == id) node.stage = domain::NodeStage::revoked;
        co_return domain::Status{};
    }
    Answer<domain::Operator> save_operator(domain::Operator caller, domain::Operator who, std::string password) override {
        co_return co_await world_.people.create_account(std::move(who), std::move(password), std::move(caller.login));
    }
    Answer<domain::DeviceKey> pair_device(domain::Operator caller, std::string name,
                                          std::vector<std::uint8_t> public_key) override {
        co_return co_await world_.people.pair_device(std::move(caller), std::move(name), std::move(public_key));
    }
    Done revoke_device(domain::Operator caller, domain::DeviceKeyId key) override {
        co_return co_await world_.people.revoke_device(key, std::move(caller.login));
    }

    // ReadModel.
    Answer<ports::Page<domain::Announcement>> announcements(ports::AnnouncementFilter, ports::PageRequest page) override {
        co_return page_of(world_.announcements.rows, page);
    }
    Answer<ports::Page<domain::Schedule>> schedules(ports::PageRequest page) override {
        co_return page_of(world_.schedules.rows, page);
    }
    Answer<ports::Page<ports::ListedBroadcast>> broadcasts(ports::BroadcastFilter, ports::PageRequest page) override {
        auto found = page_of(broadcasts_, page);
        ports::Page<ports::ListedBroadcast> listed{{}, found.next_cursor};
        for (auto& row : found.rows) listed.rows.push_back({row, coverage(row.id)});
        co_return listed;
    }
    Answer<std::vector<domain::Delivery>> deliveries(domain::BroadcastId) override { co_return no_such(); }
    Answer<ports::Page<domain::PlaybackReceipt>> receipts(std::optional<domain::BroadcastId>, std::optional<domain::NodeNumber>,
                                                          ports::PageRequest) override {
        domain::PlaybackReceipt receipt;
        receipt.node = domain::NodeNumber{9};
        receipt.number = 1;
        receipt.first_sample_at = receipt.last_sample_at = world_.now();
        receipt.preempted_by = domain::BroadcastId{{7}};
        receipt.signed_bytes = "signed";
        ports::Page<domain::PlaybackReceipt> page;
        page.rows = {receipt};
        co_return page;
    }
    Answer<ports::Page<ports::AuditEntry>> audit(ports::PageRequest) override {
        ports::Page<ports::AuditEntry> page;
        page.rows = world_.audit_rows.rows;
        co_return page;
    }

    // LiveView.
    const domain::Commune& commune() const override { return commune_; }
    const domain::HoursPolicy& hours() const override { return hours_; }
    std::vector<ports::NodeCondition> nodes() const override {
        std::vector<ports::NodeCondition> conditions;
        for (const auto& node : commune_.nodes) {
            ports::NodeCondition condition;
            condition.node = node.number;
            condition.connected = node.number.value % 2 == 1;
            condition.since = world_.now();
            if (node.number.value == 2) condition.enrolment = ports::EnrolmentRequest{node.id, "một hai ba bốn năm sáu", "model"};
            conditions.push_back(condition);
        }
        return conditions;
    }
    std::vector<domain::Broadcast> current_broadcasts() const override {
        std::vector<domain::Broadcast> current;
        for (const auto& [id, broadcast] : broadcasts_) current.push_back(broadcast);
        return current;
    }
    std::vector<domain::Broadcast> warnings_ended_by(const domain::Broadcast& all_clear) const override {
        std::vector<domain::Broadcast> ended;
        for (const auto& [id, broadcast] : broadcasts_)
            if (broadcast.kind == domain::BroadcastKind::emergency && !broadcast.ended_at &&
                broadcast.targets.intersects(all_clear.targets))
                ended.push_back(broadcast);
        return ended;
    }
    std::vector<domain::Delivery> deliveries(domain::BroadcastId id) const override {
        const auto found = deliveries_.find(id);
        return found == deliveries_.end() ? std::vector<domain::Delivery>{} : found->second;
    }
    std::vector<domain::EmergencyTemplate> emergency_templates() const override { return templates_; }
    std::vector<domain::RenderedTemplate> rendered_templates() const override { return rendered_; }
    bool has_failed(const std::string& sentence) const override { return failed_sentence == sentence; }
    std::optional<std::string> failed_sentence;
    domain::Result<domain::Operator> officer_of(domain::DeviceKeyId device) const override {
        return world_.operators.officer_of(device);
    }
    std::vector<Part> parts() const override {
        ++parts_asked;
        return {{"storage", true, ""}, {"signer", true, ""}};
    }
    mutable int parts_asked = 0;
    std::optional<domain::Error> superseded() const override { return taken_over; }
    std::optional<domain::Error> taken_over;

private:
    domain::Status check_length(const domain::Programme& programme) const {
        if (programme.length < std::chrono::minutes{1} || programme.length > domain::Programme::length_max)
            return domain::Error{domain::ErrorCode::invalid_argument, "one minute to two hours",
                                 domain::BrokenRule{"programme_length", "1 - 120", {}}};
        return policy::check_session_length(hours_, programme.length);
    }
    static domain::Error wrong_bulletin(const char* rule, domain::AnnouncementId which) {
        return {domain::ErrorCode::invalid_argument, "it cannot be put in so", domain::BrokenRule{rule, {}, which.text()}};
    }
    domain::Foreseen falls_away(const char* reason) const {
        domain::Foreseen sound;
        sound.title = "Bản tin chiều";
        sound.planned = world_.now() + std::chrono::hours{12};
        sound.reason = reason;
        return sound;
    }
    static domain::Foreseen missed(const domain::Schedule& schedule, const domain::NodeSet& nodes, domain::UtcTime when) {
        domain::Foreseen sound{.broadcast = domain::BroadcastId{domain::occurrence_id(schedule.id, when).bytes},
                               .schedule = schedule.id,
                               .announcement = schedule.announcement,
                               .title = "Bản tin",
                               .priority = schedule.priority,
                               .planned = when,
                               .nodes = nodes,
                               .reason = "normal"};
        sound.in_the_way = domain::InTheWay{domain::InTheWay::Kind::broadcast, schedule.id.bytes, "Bản tin khác"};
        return sound;
    }
    static domain::Conflicts one_conflict(const domain::Schedule& draft, const domain::Schedule& other,
                                          const domain::NodeSet& nodes, domain::UtcTime when) {
        auto existing = missed(other, nodes, when);
        existing.outcome = domain::ReceiptOutcome::played;
        existing.reason.clear();
        existing.in_the_way.reset();
        existing.parts = {{when, when + std::chrono::minutes{5}, {}}};
        return {{{missed(draft, nodes, when),
                  std::move(existing),
                  {{domain::ConflictChoice::Kind::shift, when + std::chrono::minutes{5}},
                   {domain::ConflictChoice::Kind::keep_both, std::nullopt}}}},
                1};
    }
    /// Whatever is asked for at the very moment of another one meets it.
    domain::Conflicts met_by(const ports::BroadcastRequest& request, const domain::NodeSet& nodes) const {
        domain::Schedule draft;
        draft.announcement = request.announcement;
        for (const auto& [id, other] : broadcasts_)
            if (request.starts_at == other.starts_at) return one_conflict(draft, draft, nodes, other.starts_at);
        return {};
    }
    static domain::Error changed() { return {domain::ErrorCode::version_conflict, "somebody else changed it"}; }

    std::vector<domain::EmergencyTemplate>::iterator find_template(domain::TemplateId id) {
        return std::ranges::find(templates_, id, &domain::EmergencyTemplate::id);
    }

    domain::Coverage coverage(domain::BroadcastId id) const {
        const auto found = deliveries_.find(id);
        return found == deliveries_.end() ? domain::Coverage{} : domain::coverage_of(found->second);
    }

    template <class Row>
    domain::Result<Row> keep(std::vector<Row>& rows, Row row) {
        for (auto& stored : rows) {
            if (stored.id != row.id) continue;
            if (stored.version != row.version) return changed();
            ++row.version;
            return stored = row;
        }
        rows.push_back(row);
        return row;
    }

    template <class Id, class Row>
    static ports::Page<Row> page_of(const std::map<Id, Row>& rows, const ports::PageRequest& asked) {
        ports::Page<Row> page;
        for (auto at = rows.rbegin(); at != rows.rend(); ++at) {
            if (!asked.cursor.empty() && at->first.text() >= asked.cursor) continue;
            if (page.rows.size() == asked.limit) {
                page.next_cursor = page.rows.back().id.text();
                break;
            }
            page.rows.push_back(at->second);
        }
        return page;
    }

    domain::AudioContent some_sound() {
        const std::vector<std::uint8_t> sound(3000, 7);
        const auto hash = *world_.blobs.put(sound);
        put_listening_copy(hash);
        return {hash, sound.size(), std::chrono::seconds{20}, -16.0, -1.5};
    }
    void put_listening_copy(const domain::ContentHash& hash) {
        world_.blobs.put_listening_copy(hash, std::vector<std::uint8_t>(9000, 77), std::vector<std::uint8_t>(400, 128));
    }

    domain::Broadcast new_broadcast(domain::OperatorId who, domain::NodeSet nodes, std::string title) {
        domain::Broadcast broadcast;
        broadcast.id = world_.ids.make<domain::BroadcastId>(world_.now());
        broadcast.targets = std::move(nodes);
        broadcast.title = std::move(title);
        broadcast.starts_at = world_.now() + std::chrono::seconds{3};
        broadcast.start_by = broadcast.starts_at + std::chrono::minutes{2};
        broadcast.max_duration = std::chrono::minutes{30};
        broadcast.created_by = who;
        broadcast.created_at = world_.now();
        broadcast.state = domain::BroadcastState::on_air;
        return broadcast;
    }

    domain::Broadcast put_on_air(domain::Broadcast broadcast) {
        broadcasts_[broadcast.id] = broadcast;
        world_.feed.publish(broadcast);
        for (const auto number : broadcast.targets.numbers()) {
            domain::Delivery delivery;
            delivery.broadcast = broadcast.id;
            delivery.node = number;
            delivery.state = domain::DeliveryState::playing;
            delivery.evidence = domain::EvidenceLevel::e0_acknowledged;
            delivery.expected = broadcast.duration;
            delivery.changed_at = world_.now();
            deliveries_[broadcast.id].push_back(delivery);
            world_.feed.publish(delivery);
        }
        return broadcast;
    }

    void end(domain::Broadcast& broadcast, domain::BroadcastState state) {
        broadcast.state = state;
        broadcast.ended_at = world_.now();
        world_.feed.publish(broadcast);
    }

    FakeWorld world_;
    domain::Commune commune_;
    domain::HoursPolicy hours_;
    std::vector<domain::EmergencyTemplate> templates_;
    std::vector<domain::RenderedTemplate> rendered_;
    std::map<domain::BroadcastId, domain::Broadcast> broadcasts_;
    std::map<domain::BroadcastId, std::vector<domain::Delivery>> deliveries_;
    std::map<std::string, domain::BroadcastId> keys_;
};

}  // namespace village::support
