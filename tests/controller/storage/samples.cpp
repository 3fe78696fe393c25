#include "tests/controller/storage/samples.hpp"

#include <fmt/format.h>

namespace village::test {

using namespace domain;
using namespace std::chrono_literals;

Sha256 make_hash(std::uint8_t number) {
    Sha256 hash;
    hash.bytes.fill(number);
    return hash;
}

Commune sample_commune() {
    Commune commune;
    commune.id = make_id<AreaId>(1);
    commune.name = "xã An Bình";
    commune.station_name = "Đài truyền thanh xã An Bình";
    commune.duty_phone = "0912 345 678";
    commune.areas.push_back({commune.id, std::nullopt, AreaKind::commune, "xã", "An Bình", "Xã An Bình", "", {21.5, 105.25}, 1});
    commune.areas.push_back(
        {make_id<AreaId>(2), commune.id, AreaKind::hamlet, "thôn", "Bến", "Thôn Bến", "sân đình", {21.25, 105.5}, 1});
    commune.zones.push_back({make_id<ZoneId>(3), "Ven sông", {make_id<AreaId>(2)}, {make_id<NodeId>(4)}, 1});
    Node node{make_id<NodeId>(4),  {9}, make_id<AreaId>(2), "Bến đò", "AB-09", "4g", {21.125, 105.75}, {71, 61, 99}, 120, 2,
              NodeStage::enrolled, 1};
    commune.nodes.push_back(node);
    return commune;
}

Programme sample_programme(std::uint8_t number) {
    Programme programme;
    programme.id = make_id<ProgrammeId>(number);
    programme.name = fmt::format("Chương trình {}", number);
    programme.length = 50min;
    programme.filler = make_id<AnnouncementId>(9);
    ProgrammeItem tune, column;
    tune.key = "nhac-hieu";
    tune.kind = ItemKind::signature;
    tune.title = "Nhạc hiệu";
    tune.is_on = false;
    tune.length = 30s;
    tune.announcement = make_id<AnnouncementId>(1);
    column.key = "chuyen-muc";
    column.kind = ItemKind::column;
    column.at = 15min;
    column.overrun = Overrun::fade;
    column.fallback = make_id<AnnouncementId>(2);
    column.on_weekday[0] = {"Pháp luật, nông nghiệp\n(phát lại)", make_id<AnnouncementId>(3)};
    column.on_weekday[6].title = "Người tốt việc tốt";
    ProgrammeItem relay;
    relay.key = "tiep-song";
    relay.kind = ItemKind::relay;
    relay.relay = "vov1";
    programme.items = {tune, column, tune, relay};
    programme.items[2].key = "nhac-ket";
    return programme;
}

Announcement sample_announcement(std::uint8_t number) {
    Announcement item;
    item.id = make_id<AnnouncementId>(number);
    item.title = fmt::format("Đường ngập nước {}", number);
    item.category = "Thời tiết - thiên tai";
    item.priority = Priority::priority;
    item.source = AnnouncementSource::text;
    item.text = "Bà con chú ý";
    item.basis = "Số 12/TB-UBND";
    item.state = AnnouncementState::approved;
    item.audio = AudioState::ready;
    item.content = AudioContent{make_hash(number), 12345, 30s, -18.5, -1.25};
    item.changed_by = {make_id<OperatorId>(7), make_id<OperatorId>(8)};
    item.consents = {{make_id<OperatorId>(9), make_id<OperatorId>(8), true, at_second(number + 1), {make_id<AreaId>(1)}},
                     {make_id<OperatorId>(6), make_id<OperatorId>(6), false, at_second(number + 2), {}}};
    item.remark = "Sai ngày, sửa lại";
    item.audio_error = Error{ErrorCode::audio_silent, "chỉ có im lặng: thử lại"};
    item.created_by = make_id<OperatorId>(7);
    item.created_at = at_second(number);
    item.valid_from = at_second(number + 3);
    item.valid_until = at_second(number + 4'000'000);
    return item;
}

Schedule sample_schedule(std::uint8_t number) {
    Schedule item;
    item.id = make_id<ScheduleId>(number);
    item.announcement = make_id<AnnouncementId>(1);
    item.targets = {{make_id<AreaId>(2)}, {make_id<ZoneId>(3)}, {make_id<NodeId>(4), make_id<NodeId>(5)}};
    item.priority = Priority::background;
    item.when_interrupted = WhenInterrupted::drop;
    item.timing.first = domain::parse_local("2026-11-23T05:30:00").value();
    item.timing.repeats = domain::Rrule{"FREQ=WEEKLY;BYDAY=MO"};
    item.start_grace = 90s;
    item.outside_hours_reason = "lễ hội";
    item.created_by = make_id<OperatorId>(7);
    item.created_at = at_second(number);
    return item;
}

Broadcast sample_broadcast(std::uint8_t number) {
    Broadcast item;
    item.id = make_id<BroadcastId>(number);
    item.kind = BroadcastKind::emergency;
    item.priority = Priority::emergency;
    item.when_interrupted = WhenInterrupted::restart;
    item.announcement = make_id<AnnouncementId>(1);
    item.occurrence = make_id<OccurrenceId>(number);
    item.emergency_template = make_id<TemplateId>(6);
    item.area = make_id<AreaId>(2);
    item.title = "Lũ";
    item.targets = {NodeNumber{1}, NodeNumber{9}, NodeNumber{300}};
    item.starts_at = at_second(number);
    item.start_by = at_second(number + 60);
    item.duration = 20s;
    item.max_duration = 30min;
    item.content = make_hash(number);
    item.streamed = true;
    item.relay = "dai-tinh";
    item.state = BroadcastState::on_air;
    item.created_by = make_id<OperatorId>(7);
    item.created_at = at_second(number);
    item.outside_hours_reason = "nước lên";
    item.place = ProgrammePlace{.programme = make_id<ProgrammeId>(3),
                                .key = "news",
                                .content_length = 70s,
                                .fade_out = 3s,
                                .stands_in_for = make_id<BroadcastId>(90),
                                .ends_by = at_second(number + 80)};
    item.stopped_at = {NodeNumber{9}};
    item.stopped_by = "truong-thon";
    item.passes = {{{NodeNumber{1}, NodeNumber{300}}, 0s}, {{NodeNumber{9}}, 21s}};
    item.corrects = make_id<BroadcastId>(92);
    return item;
}

Delivery sample_delivery(std::uint8_t broadcast, std::uint16_t node) {
    return {make_id<BroadcastId>(broadcast),
            {node},
            DeliveryState::unconfirmed,
            EvidenceLevel::e1_content,
            3s,
            20s,
            "mất mạng",
            make_id<BroadcastId>(93),
            true,
            at_second(1),
            at_second(2),
            17,
            at_second(3)};
}

SignedGrant sample_grant(std::uint8_t number, std::uint8_t broadcast) {
    SignedGrant item;
    auto& grant = item.grant;
    grant.id = make_id<GrantId>(number);
    grant.broadcast = make_id<BroadcastId>(broadcast);
    grant.kind = BroadcastKind::live;
    grant.priority = Priority::live;
    grant.nodes = {NodeNumber{9}};
    grant.not_before = at_second(0);
    grant.not_after = at_second(1000);
    grant.starts_at = at_second(1);
    grant.start_by = at_second(2);
    grant.max_duration = 40s;
    grant.volume_cap_percent = 80;
    grant.outside_hours = true;
    grant.content_bytes = 5;
    grant.content_duration = 6s;
    grant.repeat_every = 7s;
    grant.stream = StreamDescription{make_hash(8).bytes, 11, 0xfffffffe};
    grant.chime = make_hash(9);
    grant.issuer_sequence = number;
    grant.policy_epoch = 3;
    item.envelope.bytes = {1, 2, 0, number};
    grant.stands_in_for = make_id<BroadcastId>(91);
    grant.fade_out = 2s;
    grant.passes = {{{NodeNumber{9}}, 7s}};
    return item;
}

SignedStop sample_stop(std::uint8_t number) {
    StopOrder stop;
    stop.id = make_id<GrantId>(number);
    stop.grants = {make_id<GrantId>(1)};
    stop.issuer_sequence = number;
    stop.issued_at = at_second(number);
    return {stop, {{9, 9, number}}, {NodeNumber{2}}};
}

SignedStop sample_stop_of_area(std::uint8_t number) {
    auto sample = sample_stop(number);
    sample.stop.grants.clear();
    sample.stop.nodes = sample.told;
    sample.stop.up_to_sequence = 44;
    sample.stop.starting_until = at_second(number);
    return sample;
}

ports::CalledEmergency sample_call(std::uint8_t number) {
    EmergencyIntent intent;
    intent.officer = make_id<OperatorId>(21);
    intent.device = make_id<DeviceKeyId>(22);
    intent.area = make_id<AreaId>(23);
    intent.emergency_template = make_id<TemplateId>(24);
    intent.idempotency_key.fill(number);
    intent.made_at = at_second(number);
    intent.signature.assign(64, number);
    return {make_id<BroadcastId>(number), intent};
}

ReceiptKey sample_receipt_key(std::uint16_t node) { return make_hash(static_cast<std::uint8_t>(node)).bytes; }

PlaybackReceipt sample_receipt(std::uint16_t node, std::uint64_t number) {
    PlaybackReceipt item;
    item.node = {node};
    item.receipt_key = sample_receipt_key(node);
    item.number = number;
    item.previous = make_hash(1);
    item.broadcast = make_id<BroadcastId>(2);
    item.grant = make_id<GrantId>(3);
    item.grant_hash = make_hash(4);
    item.content = make_hash(5);
    item.outcome = ReceiptOutcome::partial;
    item.reason = "power";
    item.preempted_by = make_id<BroadcastId>(93);
    item.resumed = true;
    item.frames = {100, 2, 3, 4};
    item.samples_played = 48'000;
    item.samples_expected = 96'000;
    item.first_sample_at = at_second(1);
    item.last_sample_at = at_second(2);
    item.uncertainty = 1500us;
    item.gain_db = -3.5;
    item.device_underruns = 6;
    item.evidence = EvidenceLevel::e3_amplifier;
    item.software = make_hash(7);
    item.signed_bytes = fmt::format("envelope {} {}", node, number) + std::string(1, '\0') + "end";
    return item;
}

Operator sample_operator(std::uint8_t number) {
    return {make_id<OperatorId>(number),
            fmt::format("cán.bộ{}", number),
            "Trưởng thôn Bến",
            {Role::editor, Role::hamlet_head},
            {make_id<AreaId>(2)},
            true,
            1};
}

DeviceKey sample_device(std::uint8_t number, OperatorId owner) {
    DeviceKey key{
        make_id<DeviceKeyId>(number), owner, "Điện thoại", std::vector<std::uint8_t>(65, 4), at_second(1), at_second(2), {}};
    return key;
}

EmergencyTemplate sample_template(std::uint8_t number) {
    return {make_id<TemplateId>(number),
            fmt::format("e{}", number),
            "LŨ",
            "flood",
            "Khẩn cấp! {hamlet}",
            {{"tone", 4.5}},
            {{"siren", 10}, {"silence", 0.25}},
            150s,
            30min,
            number,
            number % 2 == 0,
            1};
}

}  // namespace village::test
