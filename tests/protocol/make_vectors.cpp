// Writes protocol/vectors/*.txt anew: `protocol_make_vectors protocol/vectors`. Run by hand when the wire gains something; the
// kept files are the contract, so a change in them is a change of the protocol. ECDSA signatures differ from run to run.
#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>

#include "protocol/aead.hpp"
#include "protocol/big_endian.hpp"
#include "protocol/enrolment.hpp"
#include "protocol/envelope.hpp"
#include "protocol/frame.hpp"
#include "protocol/grant.pb.h"
#include "protocol/intent_codec.hpp"
#include "protocol/receipt.pb.h"
#include "protocol/receipt_codec.hpp"
#include "protocol/rtcp.hpp"
#include "protocol/session.pb.h"
#include "protocol/session_codec.hpp"
#include "protocol/six_words.hpp"
#include "protocol/srtp_key_schedule.hpp"
#include "protocol/srtp_sender.hpp"
#include "protocol/udp_packets.hpp"
#include "protocol/wire_fields.hpp"
#include "scheduler/domain/content.hpp"
#include "tests/protocol/samples.hpp"

namespace village::protocol {
namespace {

using domain::hex_text;
using Field = std::pair<std::string, std::string>;
using Fields = std::vector<Field>;

std::filesystem::path folder;

class VectorFile {
public:
    VectorFile(std::string_view name, std::string_view kind, std::string_view head)
        : stream_(folder / fmt::format("{}.txt", name)), kind_(kind) {
        stream_ << head << "\n";
    }
    void add(std::string_view title, const Fields& fields, std::string_view verdict, const Fields& expected = {}) {
        stream_ << "\ncase: " << title << "\nkind: " << kind_ << "\n";
        for (const auto& [name, value] : fields) stream_ << name << ": " << value << "\n";
        stream_ << "verdict: " << verdict << "\n";
        for (const auto& [name, value] : expected) stream_ << "expect." << name << ": " << value << "\n";
    }

private:
    std::ofstream stream_;
    std::string kind_;
};

std::string number(std::uint64_t value) { return std::to_string(value); }
std::string time(domain::UtcTime value) { return std::to_string(domain::to_us(value)); }
std::string join(const std::vector<std::string>& items) { return fmt::format("{}", fmt::join(items, ",")); }
ByteVector flipped(ByteVector bytes, std::size_t at) {
    bytes[at] ^= 1;
    return bytes;
}
template <class Message>
ByteVector changed(const Message& message, const std::function<void(Message&)>& change) {
    auto copy = message;
    change(copy);
    return serialize(copy);
}

std::string numbers_text(const domain::NodeSet& nodes) {
    std::vector<std::string> items;
    for (auto node : nodes.numbers()) items.push_back(number(node.value));
    return join(items);
}

ByteVector seal_with_live_key(SignedPurpose purpose, Bytes payload) {
    return seal_envelope(samples::live_key(), samples::live_serial, purpose, payload).bytes;
}
ByteVector delegate(const Delegation& delegation) {
    return sign_delegation(samples::root(), samples::root_serial, delegation).bytes;
}
ByteVector revoke(std::vector<std::uint64_t> serials) {
    return sign_revocations(samples::root(), samples::root_serial, {1, std::move(serials)}).bytes;
}

void write_frames() {
    VectorFile file(
        "frames", "frames",
        "# Section 3. input: bytes of a stream. expect.bodies: the bodies completed, in order. expect.held: bytes of the unfinished frame.");
    auto three = *encode_frame(ByteVector{'l', 'o', 'a'});
    auto one = *encode_frame(ByteVector{0});
    auto both = three;
    both.insert(both.end(), one.begin(), one.end());
    auto input = [](const ByteVector& bytes) { return Fields{{"input", hex_text(bytes)}}; };
    file.add("one frame", input(three), "accepted", {{"bodies", "6c6f61"}, {"held", "0"}});
    file.add("two frames at once", input(both), "accepted", {{"bodies", "6c6f61,00"}, {"held", "0"}});
    file.add("an unfinished frame", input({three.begin(), three.end() - 1}), "accepted", {{"bodies", ""}, {"held", "6"}});
    file.add("the largest length is only announced", input({0, 0x10, 0, 0, 7}), "accepted", {{"bodies", ""}, {"held", "5"}});
    file.add("length 0", input({0, 0, 0, 0}), "malformed");
    file.add("one byte over 1 MiB", input({0, 0x10, 0, 1}), "too_large");
    file.add("a good frame and then length 0", input([&] {
                 auto bytes = three;
                 bytes.insert(bytes.end(), 4, 0);
                 return bytes;
             }()),
             "malformed");
}

/// What every case of sections 4-6 starts from.
Fields chain(const Delegation& delegation = samples::full_delegation(), domain::UtcTime now = samples::noon()) {
    return {{"anchors", hex_text(encode_anchors(samples::anchors()))},
            {"delegations", hex_text(delegate(delegation))},
            {"now", time(now)}};
}
Fields with(Fields fields, const Fields& more) {
    fields.insert(fields.end(), more.begin(), more.end());
    return fields;
}

Fields told(const domain::Grant& grant) {
    Fields fields{{"id", hex_text(grant.id.bytes)},
                  {"broadcast", hex_text(grant.broadcast.bytes)},
                  {"kind", std::string(domain::kind_name(grant.kind))},
                  {"priority", std::string(domain::priority_name(grant.priority))},
                  {"when_interrupted", std::string(domain::when_interrupted_name(grant.when_interrupted))},
                  {"nodes", numbers_text(grant.nodes)},
                  {"not_before", time(grant.not_before)},
                  {"not_after", time(grant.not_after)},
                  {"starts_at", time(grant.starts_at)},
                  {"start_by", time(grant.start_by)},
                  {"max_duration", number(static_cast<std::uint64_t>(grant.max_duration.count()))},
                  {"issuer_sequence", number(grant.issuer_sequence)},
                  {"policy_epoch", number(grant.policy_epoch)},
                  {"hash", domain::sha256(encode_grant(grant)).text()}};
    if (grant.content) fields.emplace_back("content", grant.content->text());
    if (grant.stream) fields.emplace_back("stream_key", hex_text(grant.stream->public_key));
    if (grant.stands_in_for) fields.emplace_back("stands_in_for", hex_text(grant.stands_in_for->bytes));
    if (grant.fade_out > domain::Duration::zero())
        fields.emplace_back("fade_out", number(static_cast<std::uint64_t>(grant.fade_out.count())));
    if (grant.issuer_level != domain::IssuerLevel::none)
        fields.emplace_back("issuer_level", number(static_cast<std::uint64_t>(grant.issuer_level)));
    std::string passes;
    for (const auto& pass : grant.passes)
        passes += fmt::format("{}{}:{}", passes.empty() ? "" : ";", pass.after.count(), numbers_text(pass.nodes));
    if (!passes.empty()) fields.emplace_back("passes", passes);
    return fields;
}

void write_good_grants(VectorFile& file) {
    auto envelope = [](const domain::Grant& grant) {
        return Fields{{"envelope", hex_text(seal_with_live_key(SignedPurpose::grant, encode_grant(grant)))}};
    };
    auto province = samples::emergency_grant();
    province.nodes = {};
    for (std::uint16_t node = 1; node <= 10'000; ++node) province.nodes.insert({node});
    auto all_clear = samples::scheduled_grant();
    all_clear.kind = domain::BroadcastKind::all_clear;
    all_clear.priority = domain::Priority::priority;
    auto music = samples::scheduled_grant();
    music.priority = domain::Priority::background;
    music.when_interrupted = domain::WhenInterrupted::duck;
    for (const auto& [title, grant] : {std::pair{"a scheduled grant", samples::scheduled_grant()},
                                       {"an emergency for 103 of 120 nodes", samples::emergency_grant()},
                                       {"a live grant", samples::live_grant()},
                                       {"an all-clear", all_clear},
                                       {"music that goes on beneath", music},
                                       {"a stand-in that is cut and fades", samples::stand_in_grant()},
                                       {"three passes, one after the other", samples::staggered_grant()}}) {
        file.add(title, with(chain(), envelope(grant)), "accepted", told(grant));
    }
    auto expected = told(province);
    std::erase_if(expected, [](const Field& field) { return field.first == "nodes"; });
    expected.emplace_back("node_count", "10000");
    file.add("ten thousand nodes as runs", with(chain(), envelope(province)), "accepted", expected);
    auto untrusted = chain(samples::full_delegation());
    std::erase_if(untrusted, [](const Field& field) { return field.first == "now"; });
    file.add("an untrusted clock leaves validity out", with(untrusted, envelope(samples::emergency_grant())), "accepted",
             told(samples::emergency_grant()));
    auto newer = encode_grant(samples::scheduled_grant());
    for (std::uint8_t byte : {0xFA, 0x3E, 0x03, 'n' + 0, 'e' + 0, 'w' + 0}) newer.push_back(byte);
    file.add("a field this version does not know",
             with(chain(), {{"envelope", hex_text(seal_with_live_key(SignedPurpose::grant, newer))}}), "accepted",
             {{"id", hex_text(samples::scheduled_grant().id.bytes)}, {"hash", domain::sha256(newer).text()}});
}

void write_bad_keys(VectorFile& file) {
    auto payload = encode_grant(samples::emergency_grant());
    auto good = seal_with_live_key(SignedPurpose::grant, payload);
    auto add = [&](const char* title, const Fields& base, const ByteVector& envelope, const char* verdict) {
        file.add(title, with(base, {{"envelope", hex_text(envelope)}}), verdict);
    };
    add("one bit of the payload changed", chain(), flipped(good, 30), "signature_invalid");
    add("one bit of the signature changed", chain(), flipped(good, good.size() - 1), "signature_invalid");
    add("signed as a stop", chain(), seal_with_live_key(SignedPurpose::stop, payload), "signature_invalid");
    add("signed by a stranger under the live key's serial", chain(),
        seal_envelope(samples::key(66), 7, SignedPurpose::grant, payload).bytes, "signature_invalid");
    add("signed by an unknown serial", chain(), seal_envelope(samples::key(66), 99, SignedPurpose::grant, payload).bytes,
        "key_unknown");
    add("signed by the root itself", chain(), seal_envelope(samples::root(), 1, SignedPurpose::grant, payload).bytes,
        "key_unknown");
    add("revoked key", with(chain(), {{"revocations", hex_text(revoke({7}))}}), good, "key_revoked");
    add("another key was revoked", with(chain(), {{"revocations", hex_text(revoke({8}))}}), good, "accepted");
    add("delegation not yet valid",
        chain(samples::full_delegation(), samples::full_delegation().not_before - std::chrono::microseconds{1}), good, "expired");
    add("delegation's last microsecond", chain(samples::full_delegation(), samples::full_delegation().not_after), good,
        "accepted");
    add("delegation over", chain(samples::full_delegation(), samples::full_delegation().not_after + std::chrono::microseconds{1}),
        good, "expired");
    auto narrow = samples::full_delegation();
    narrow.acts = {};
    narrow.acts.allow(domain::BroadcastKind::scheduled);
    add("a kind outside the delegation", chain(narrow), good, "out_of_scope");
    narrow = samples::full_delegation();
    narrow.priorities = 0b01111;
    add("a priority outside the delegation", chain(narrow), good, "out_of_scope");
    narrow = samples::full_delegation();
    narrow.nodes = domain::NodeSet{{1}, {2}};
    add("nodes outside the delegation", chain(narrow), good, "out_of_scope");
    add("cut off", chain(), {good.begin(), good.end() - 1}, "malformed");
    add("nothing at all", chain(), {}, "malformed");
    add("16 KiB and one byte", chain(), ByteVector(16 * 1024 + 1, 0x0A), "too_large");
}

void write_bad_stand_ins(VectorFile& file) {
    wire::Grant good, live;
    write_grant(samples::stand_in_grant(), good);
    write_grant(samples::live_grant(), live);
    live.set_stands_in_for(good.stands_in_for());
    auto emergency = good;
    emergency.set_kind(wire::KIND_EMERGENCY);
    emergency.set_priority(wire::PRIORITY_EMERGENCY);
    const std::vector<std::pair<const char*, ByteVector>> faults{
        {"an emergency stands in", serialize(emergency)},
        {"a stream stands in", serialize(live)},
        {"it stands in for itself", changed<wire::Grant>(good, [](auto& grant) { grant.set_broadcast(grant.stands_in_for()); })},
        {"it stands in for 15 bytes", changed<wire::Grant>(good, [](auto& grant) { grant.mutable_stands_in_for()->pop_back(); })},
        {"it fades for longer than it lasts",
         changed<wire::Grant>(good, [](auto& grant) { grant.set_fade_out(grant.max_duration() + 1); })},
    };
    for (const auto& [title, payload] : faults)
        file.add(fmt::format("signed well, but {}", title),
                 with(chain(), {{"envelope", hex_text(seal_with_live_key(SignedPurpose::grant, payload))}}), "malformed");
}

void write_bad_passes(VectorFile& file) {
    wire::Grant good, relay;
    write_grant(samples::staggered_grant(), good);
    write_grant(samples::live_grant(), relay);
    relay.set_kind(wire::KIND_SCHEDULED);
    relay.set_priority(wire::PRIORITY_NORMAL);
    *relay.mutable_passes() = good.passes();
    const auto spoilt = [&](const std::function<void(wire::Grant&)>& spoil) { return changed<wire::Grant>(good, spoil); };
    const std::vector<std::pair<const char*, ByteVector>> faults{
        {"a relay is staggered", serialize(relay)},
        {"an all-clear is staggered", spoilt([](auto& grant) {
             grant.set_kind(wire::KIND_ALL_CLEAR);
             grant.set_priority(wire::PRIORITY_PRIORITY);
         })},
        {"what stands in is staggered", spoilt([](auto& grant) { grant.set_stands_in_for(std::string(16, 'x')); })},
        {"what repeats is staggered", spoilt([](auto& grant) { grant.set_repeat_every(300'000'000); })},
        {"it has five passes", spoilt([](auto& grant) {
             for (std::uint32_t node = 20; node < 22; ++node) {
                 grant.add_passes()->mutable_nodes()->set_bitmap(std::string(node, '\0') + '\1');
                 grant.mutable_passes()->rbegin()->set_after(200'000'000 + node);
             }
         })},
        {"a node is in two passes",
         spoilt([](auto& grant) { *grant.mutable_passes(1)->mutable_nodes() = grant.passes(0).nodes(); })},
        {"a pass has no node", spoilt([](auto& grant) { grant.mutable_passes(1)->clear_nodes(); })},
        {"two passes begin together", spoilt([](auto& grant) { grant.mutable_passes(1)->set_after(0); })},
        {"the passes are out of order", spoilt([](auto& grant) { grant.mutable_passes(1)->set_after(182'000'001); })},
        {"a pass begins over 10 min later", spoilt([](auto& grant) { grant.mutable_passes(2)->set_after(600'000'001); })},
    };
    for (const auto& [title, payload] : faults)
        file.add(fmt::format("signed well, but {}", title),
                 with(chain(), {{"envelope", hex_text(seal_with_live_key(SignedPurpose::grant, payload))}}), "malformed");
}

void write_bad_grants(VectorFile& file) {
    wire::Grant message;
    write_grant(samples::scheduled_grant(), message);
    const std::vector<std::pair<const char*, std::function<void(wire::Grant&)>>> faults{
        {"an id of 15 bytes", [](auto& grant) { grant.mutable_id()->pop_back(); }},
        {"no kind", [](auto& grant) { grant.clear_kind(); }},
        {"a kind of the future", [](auto& grant) { grant.set_kind(static_cast<wire::Kind>(7)); }},
        {"what it does when interrupted is of the future",
         [](auto& grant) { grant.set_when_interrupted(static_cast<wire::WhenInterrupted>(5)); }},
        {"an ordinary grant has an issuer level", [](auto& grant) { grant.set_issuer_level(1); }},
        {"an all-clear of an issuer level of the future",
         [](auto& grant) {
             grant.set_kind(wire::KIND_ALL_CLEAR);
             grant.set_priority(wire::PRIORITY_PRIORITY);
             grant.set_issuer_level(4);
         }},
        {"a scheduled emergency", [](auto& grant) { grant.set_priority(wire::PRIORITY_EMERGENCY); }},
        {"no node", [](auto& grant) { grant.clear_nodes(); }},
        {"node number 0", [](auto& grant) { grant.mutable_nodes()->set_bitmap("\x03"); }},
        {"runs beyond 65535",
         [](auto& grant) {
             for (auto span : {1U, 65536U}) grant.mutable_nodes()->mutable_runs()->add_spans(span);
         }},
        {"an odd number of runs", [](auto& grant) { grant.mutable_nodes()->mutable_runs()->add_spans(1); }},
        {"ends before it begins", [](auto& grant) { grant.set_not_after(grant.not_before() - 1); }},
        {"start_by before T0", [](auto& grant) { grant.set_start_by(grant.starts_at() - 1); }},
        {"no longest duration", [](auto& grant) { grant.clear_max_duration(); }},
        {"longer than 400 days", [](auto& grant) { grant.set_max_duration(34'560'000'000'001); }},
        {"volume over 100 %", [](auto& grant) { grant.set_volume_cap_percent(101); }},
        {"neither content nor stream", [](auto& grant) { grant.clear_content(); }},
        {"content of 0 bytes", [](auto& grant) { grant.clear_content_bytes(); }},
        {"no issuer sequence", [](auto& grant) { grant.clear_issuer_sequence(); }},
    };
    for (const auto& [title, spoil] : faults) {
        auto payload = changed<wire::Grant>(message, spoil);
        file.add(fmt::format("signed well, but {}", title),
                 with(chain(), {{"envelope", hex_text(seal_with_live_key(SignedPurpose::grant, payload))}}), "malformed");
    }
    wire::Grant live;
    write_grant(samples::live_grant(), live);
    auto equal = changed<wire::Grant>(live, [](auto& grant) { grant.mutable_stream()->set_ssrc_r1(grant.stream().ssrc_r0()); });
    file.add("signed well, but both classes have one SSRC",
             with(chain(), {{"envelope", hex_text(seal_with_live_key(SignedPurpose::grant, equal))}}), "malformed");
    write_bad_stand_ins(file);
    write_bad_passes(file);
}

void write_grants() {
    VectorFile file(
        "grants", "grant",
        "# Sections 4-6. anchors: payload of TrustAnchors, trusted already. delegations: envelopes accepted before, by comma. revocations: an envelope\n"
        "# accepted before. now: of arrival on a trusted clock; absent: the clock is untrusted. envelope: what is verified.");
    write_good_grants(file);
    write_bad_keys(file);
    write_bad_grants(file);
}

void write_stops() {
    VectorFile file("stops", "stop", "# Sections 4-6. Fields as in grants.txt.");
    auto envelope = [](const domain::StopOrder& stop) {
        return Fields{{"envelope", hex_text(seal_with_live_key(SignedPurpose::stop, encode_stop(stop)))}};
    };
    auto told_stop = [](const domain::StopOrder& stop) {
        std::vector<std::string> grants;
        for (const auto& grant : stop.grants) grants.push_back(hex_text(grant.bytes));
        return Fields{{"id", hex_text(stop.id.bytes)},
                      {"grants", join(grants)},
                      {"nodes", stop.nodes ? numbers_text(*stop.nodes) : ""},
                      {"up_to_sequence", number(stop.up_to_sequence)},
                      {"issuer_sequence", number(stop.issuer_sequence)},
                      {"starting_until", stop.starting_until ? time(*stop.starting_until) : "0"}};
    };
    file.add("two grants", with(chain(), envelope(samples::stop_of_grants())), "accepted", told_stop(samples::stop_of_grants()));
    file.add("everything in an area up to a sequence", with(chain(), envelope(samples::stop_of_area())), "accepted",
             told_stop(samples::stop_of_area()));
    file.add("everything in an area that starts by a moment", with(chain(), envelope(samples::stop_of_what_has_begun())),
             "accepted", told_stop(samples::stop_of_what_has_begun()));
    auto bad = samples::stop_of_area();
    bad.up_to_sequence = 0;
    file.add("everything from now on", with(chain(), envelope(bad)), "malformed");
    bad = samples::stop_of_area();
    bad.grants = samples::stop_of_grants().grants;
    file.add("grants and nodes", with(chain(), envelope(bad)), "malformed");
    bad = samples::stop_of_grants();
    bad.grants.clear();
    file.add("nothing named", with(chain(), envelope(bad)), "malformed");
    bad = samples::stop_of_grants();
    bad.starting_until = samples::noon();
    file.add("grants and a moment", with(chain(), envelope(bad)), "malformed");
    bad = samples::stop_of_grants();
    bad.grants.resize(65);
    file.add("65 grants", with(chain(), envelope(bad)), "too_large");
    auto narrow = samples::full_delegation();
    narrow.acts.stop = false;
    file.add("a key that may not stop", with(chain(narrow), envelope(samples::stop_of_grants())), "out_of_scope");
    narrow = samples::full_delegation();
    narrow.nodes = domain::NodeSet{{1}};
    file.add("nodes outside the delegation", with(chain(narrow), envelope(samples::stop_of_area())), "out_of_scope");
    file.add("a grant is no stop",
             with(chain(),
                  {{"envelope", hex_text(seal_with_live_key(SignedPurpose::grant, encode_grant(samples::scheduled_grant())))}}),
             "signature_invalid");
}

void write_delegations() {
    VectorFile file("delegations", "delegation",
                    "# Section 5. anchors: payload of TrustAnchors, trusted already. envelope: a Delegation to be accepted.");
    Fields anchors{{"anchors", hex_text(encode_anchors(samples::anchors()))}};
    auto add = [&](const char* title, const ByteVector& envelope, const char* verdict, const Fields& expected = {}) {
        file.add(title, with(anchors, {{"envelope", hex_text(envelope)}}), verdict, expected);
    };
    auto full = samples::full_delegation();
    add("the signer's live key", delegate(full), "accepted", {{"serial", "7"}, {"public_key", hex_text(full.public_key.bytes)}});
    auto changed_delegation = full;
    changed_delegation.not_after = full.not_before + delegation_lifetime_max;
    add("100 days", delegate(changed_delegation), "accepted", {{"serial", "7"}});
    changed_delegation.not_after += std::chrono::microseconds{1};
    add("100 days and a microsecond", delegate(changed_delegation), "malformed");
    changed_delegation.not_after = full.not_before;
    add("no time at all", delegate(changed_delegation), "malformed");
    wire::Delegation message;
    message.ParseFromString(string_of(encode_delegation(full)));
    auto seal = [](const ByteVector& payload) {
        return seal_envelope(samples::root(), 1, SignedPurpose::delegation, payload).bytes;
    };
    add("every node and named ones",
        seal(changed<wire::Delegation>(message, [](auto& value) { value.mutable_nodes()->set_bitmap("\x02"); })), "malformed");
    add("neither every node nor named ones",
        seal(changed<wire::Delegation>(message, [](auto& value) { value.clear_every_node(); })), "malformed");
    add("serial 0", seal(changed<wire::Delegation>(message, [](auto& value) { value.clear_serial(); })), "malformed");
    add("a key of 31 bytes",
        seal(changed<wire::Delegation>(message, [](auto& value) { value.mutable_public_key()->pop_back(); })), "malformed");
    add("signed by itself", sign_delegation(samples::live_key(), 1, full).bytes, "signature_invalid");
    add("signed by a root nobody trusts", sign_delegation(samples::key(66), 2, full).bytes, "key_unknown");
}

void write_times() {
    VectorFile file("times", "time", "# Section 9. Fields as in grants.txt; nonce: the one the node has just sent.");
    TimeAttestation attestation{{}, samples::noon(), 5, 44};
    for (std::size_t i = 0; i < 16; ++i) attestation.nonce[i] = static_cast<std::uint8_t>(0x90 + i);
    auto base = chain();
    std::erase_if(base, [](const Field& field) { return field.first == "now"; });
    auto add = [&](const char* title, const Fields& start, const TimeAttestation& value, Bytes nonce, const char* verdict,
                   const Fields& expected = {}) {
        file.add(
            title,
            with(start, {{"nonce", hex_text(nonce)}, {"envelope", hex_text(sign_time(samples::live_key(), 7, value).bytes)}}),
            verdict, expected);
    };
    add("the answer", base, attestation, attestation.nonce, "accepted",
        {{"utc", time(attestation.utc)}, {"policy_epoch", "5"}, {"highest_issuer_sequence", "44"}});
    add("the answer to another question", base, attestation, TimeNonce{}, "replayed");
    auto late = attestation;
    late.utc = samples::full_delegation().not_after + std::chrono::microseconds{1};
    add("by a key that had ended at the attested time", base, late, late.nonce, "expired");
    auto narrow = samples::full_delegation();
    narrow.acts.time = false;
    auto narrow_base = chain(narrow);
    std::erase_if(narrow_base, [](const Field& field) { return field.first == "now"; });
    add("by a key that may not attest time", narrow_base, attestation, attestation.nonce, "out_of_scope");
}

void write_receipts() {
    VectorFile file(
        "receipts", "receipt_chain",
        "# Section 8. envelopes: receipts in order, from number 1. public_key: the node's. expect.next_number, expect.previous: where the chain then stands.");
    auto node_key = samples::key(17);
    auto signed_chain = [&](std::uint64_t count) {
        std::vector<std::string> envelopes;
        domain::Sha256 previous;
        for (std::uint64_t i = 1; i <= count; ++i) {
            auto receipt = samples::receipt(i);
            receipt.previous = previous;
            if (i == 2) {
                receipt.outcome = domain::ReceiptOutcome::missed;
                receipt.first_sample_at.reset();
                receipt.last_sample_at.reset();
            }
            auto made = sign_receipt(node_key, receipt);
            previous = made.hash;
            envelopes.push_back(hex_text(bytes_of(made.receipt.signed_bytes)));
        }
        return std::pair{envelopes, previous};
    };
    auto add = [&](const char* title, const std::vector<std::string>& envelopes, const char* verdict,
                   const Fields& expected = {}) {
        file.add(title, {{"public_key", hex_text(node_key.public_key().bytes)}, {"node", "17"}, {"envelopes", join(envelopes)}},
                 verdict, expected);
    };
    auto [good, end] = signed_chain(3);
    add("three receipts", good, "accepted",
        {{"next_number", "4"}, {"previous", end.text()}, {"outcomes", "partial,missed,partial"}});
    add("no receipt", {}, "accepted", {{"next_number", "1"}, {"previous", domain::Sha256{}.text()}, {"outcomes", ""}});
    add("one missing", {good[0], good[2]}, "malformed");
    add("two swapped", {good[1], good[0], good[2]}, "malformed");
    add("one twice", {good[0], good[0]}, "malformed");
    auto other = samples::receipt(2);
    other.previous = samples::hash(9);
    add("one that follows another chain", {good[0], hex_text(bytes_of(sign_receipt(node_key, other).receipt.signed_bytes))},
        "malformed");
    add("one of a stranger", {hex_text(bytes_of(sign_receipt(samples::key(66), samples::receipt(1)).receipt.signed_bytes))},
        "signature_invalid");
    other = samples::receipt(1);
    other.node = {18};
    add("one of another node under this key", {hex_text(bytes_of(sign_receipt(node_key, other).receipt.signed_bytes))},
        "out_of_scope");
    auto gave_way = samples::receipt(1);
    gave_way.outcome = domain::ReceiptOutcome::preempted;
    gave_way.preempted_by = samples::id<domain::BroadcastId>(3);
    gave_way.resumed = true;
    const auto went_on = sign_receipt(node_key, gave_way);
    const auto envelope = bytes_of(went_on.receipt.signed_bytes);
    add("one that gave way and went on", {hex_text(envelope)}, "accepted",
        {{"next_number", "2"}, {"previous", went_on.hash.text()}, {"outcomes", "preempted"}});
    wire::PlaybackReceipt half_named;
    parse(split_envelope(envelope)->payload, half_named);
    half_named.mutable_preempted_by()->resize(8);
    const auto half = seal_envelope(node_key, 17, SignedPurpose::receipt, serialize(half_named));
    add("one that gave way to half an id", {hex_text(half.bytes)}, "malformed");
}

void write_intents() {
    VectorFile file("intents", "intent",
                    "# Section 7. canonical: the 106 bytes. public_key: of the device. signature: r then s.");
    std::array<std::uint8_t, 32> scalar;
    scalar.fill(0x21);
    auto public_key = *p256_public_key(scalar);
    domain::EmergencyIntent intent;
    intent.officer = samples::id<domain::OperatorId>(1);
    intent.device = samples::id<domain::DeviceKeyId>(2);
    intent.area = samples::id<domain::AreaId>(3);
    intent.emergency_template = samples::id<domain::TemplateId>(4);
    intent.idempotency_key.fill(5);
    intent.made_at = samples::noon();
    auto canonical = encode_intent(intent);
    auto signature = *sign_p256(scalar, canonical);
    auto add = [&](const char* title, Bytes bytes, Bytes key, Bytes sign, const char* verdict, const Fields& expected = {}) {
        file.add(title, {{"canonical", hex_text(bytes)}, {"public_key", hex_text(key)}, {"signature", hex_text(sign)}}, verdict,
                 expected);
    };
    add("an officer's device", canonical, public_key, signature, "accepted",
        {{"officer", hex_text(intent.officer.bytes)},
         {"device", hex_text(intent.device.bytes)},
         {"area", hex_text(intent.area.bytes)},
         {"template", hex_text(intent.emergency_template.bytes)},
         {"idempotency_key", hex_text(intent.idempotency_key)},
         {"made_at", time(intent.made_at)}});
    auto moved = canonical;
    moved[60] ^= 1;
    add("another area", moved, public_key, signature, "signature_invalid");
    auto broken = signature;
    broken[63] ^= 1;
    add("a changed signature", canonical, public_key, broken, "signature_invalid");
    add("a signature of zeros", canonical, public_key, ByteVector(64), "signature_invalid");
    add("a signature of 63 bytes", canonical, public_key, Bytes(signature).first(63), "signature_invalid");
    auto off_curve = public_key;
    off_curve[64] ^= 1;
    add("a key that is no point", canonical, off_curve, signature, "malformed");
    add("105 bytes", Bytes(canonical).first(105), public_key, signature, "malformed");
    auto renamed = canonical;
    renamed[15] = '2';
    add("another prefix", renamed, public_key, *sign_p256(scalar, renamed), "malformed");
}

const auto live_grant_id = samples::id<domain::GrantId>(4);

/// Encrypted with the content key, signed with any key: what a thief can make.
ByteVector hand_made(const StreamKey& key, PacketIndex index, const Ed25519KeyPair& signing, Bytes payload,
                     domain::GrantId grant = live_grant_id) {
    RtpHeader header{false, red_payload_type, index.sequence(), index.timestamp(), key.ssrc};
    auto bare = encode_rtp(header, Ed25519Signature{}, payload);
    auto packet = encode_rtp(header, sign_rtp(signing, grant, index.rollover(), Bytes(bare).first(12), payload), {});
    auto keys = derive_srtp_keys(key);
    auto sealed = aead_seal(keys.key.view(), srtp_nonce(keys.salt, key.ssrc, index), packet, payload);
    packet.insert(packet.end(), sealed.begin(), sealed.end());
    return packet;
}

void write_rtp() {
    VectorFile file(
        "rtp", "rtp",
        "# Section 12. packets: in order of arrival, 40 ms apart. expect.verdicts: accepted, malformed, unknown_ssrc, duplicate, too_old, not_authentic or forged for each;\n"
        "# verdict is the last one's. expect.payloads: plaintext of the accepted ones. expect.indices: their packet numbers.");
    auto add = [&](const char* title, const StreamKey& key, const std::vector<ByteVector>& packets,
                   const std::vector<std::string>& verdicts, const std::vector<std::string>& payloads,
                   const std::vector<std::string>& indices) {
        std::vector<std::string> hex;
        for (const auto& packet : packets) hex.push_back(hex_text(packet));
        file.add(title,
                 {{"key", hex_text(key.key.view())},
                  {"salt", hex_text(key.salt.view())},
                  {"ssrc", number(key.ssrc)},
                  {"class", key.stream_class == StreamClass::r0 ? "r0" : "r1"},
                  {"first_index", number(key.first_index.value)},
                  {"grant", hex_text(live_grant_id.bytes)},
                  {"stream_key", hex_text(samples::key(4).public_key().bytes)},
                  {"packets", join(hex)}},
                 verdicts.back(), {{"verdicts", join(verdicts)}, {"payloads", join(payloads)}, {"indices", join(indices)}});
    };
    auto run = [](const StreamKey& key, std::uint64_t first, std::uint64_t count) {
        auto sender = std::move(*SrtpSender::create({key, live_grant_id}, samples::key(4)));
        std::vector<ByteVector> packets;
        for (auto index = first; index < first + count; ++index)
            packets.push_back(*sender.send({index}, samples::opus_like(index, 20), index == first));
        return packets;
    };
    auto red_payloads = [](std::uint64_t first, std::uint64_t count) {
        RedWriter writer;
        std::vector<std::string> payloads;
        for (auto index = first; index < first + count; ++index)
            payloads.push_back(hex_text(*writer.add({index}, samples::opus_like(index, 20))));
        return payloads;
    };
    auto key = samples::stream_key();
    auto ten = run(key, 0, 10);
    add("ten packets with copies", key, ten, std::vector<std::string>(10, "accepted"), red_payloads(0, 10),
        {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"});
    auto plain_key = samples::stream_key(StreamClass::r0);
    add("two packets without copies", plain_key, run(plain_key, 0, 2), {"accepted", "accepted"},
        {hex_text(samples::opus_like(0, 20)), hex_text(samples::opus_like(1, 20))}, {"0", "1"});
    auto late_key = samples::stream_key(StreamClass::r1, 2 * 65'536 - 2);
    add("across a rollover", late_key, run(late_key, 2 * 65'536 - 2, 4), std::vector<std::string>(4, "accepted"),
        red_payloads(2 * 65'536 - 2, 4), {"131070", "131071", "131072", "131073"});
    auto two = red_payloads(0, 2);
    add("out of order and repeated", key, {ten[1], ten[0], ten[1]}, {"accepted", "accepted", "duplicate"}, {two[1], two[0]},
        {"1", "0"});
    auto speech = samples::opus_like(0, 20);
    auto forged = hand_made(key, {30'001}, samples::key(66), speech);
    add("a thief 30,000 ahead, then the true ones", key, {ten[0], forged, ten[1], ten[2]},
        {"accepted", "forged", "accepted", "accepted"}, {two[0], two[1], red_payloads(0, 3)[2]}, {"0", "1", "2"});
    add("signed for another grant", key, {hand_made(key, {0}, samples::key(4), speech, samples::id<domain::GrantId>(5))},
        {"forged"}, {}, {});
    add("before the key's first packet", samples::stream_key(StreamClass::r1, 100),
        {hand_made(samples::stream_key(StreamClass::r1, 100), {99}, samples::key(4), speech)}, {"too_old"}, {}, {});
    add("a changed tag", key, {flipped(ten[0], ten[0].size() - 1)}, {"not_authentic"}, {}, {});
    add("a changed signature", key, {flipped(ten[0], 40)}, {"not_authentic"}, {}, {});
    add("another SSRC", key, {flipped(ten[0], 11)}, {"unknown_ssrc"}, {}, {});
    add("a CSRC", key, {flipped(ten[0], 0)}, {"malformed"}, {}, {});
    add("another extension", key, {flipped(ten[0], 13)}, {"malformed"}, {}, {});
    add("something in the padding", key, {flipped(ten[0], 83)}, {"malformed"}, {}, {});
    add("Opus where RED was promised", key, {[&] {
            auto packet = ten[0];
            packet[1] = static_cast<std::uint8_t>((packet[1] & 0x80) | 96);
            return packet;
        }()},
        {"malformed"}, {}, {});
    add("1,201 bytes", key, {ByteVector(1201, 0x90)}, {"malformed"}, {}, {});
}

void write_red() {
    VectorFile file("red", "red", "# Section 12, RED. payload. expect.blocks: payload type/offset/bytes, in order.");
    auto add = [&](const char* title, Bytes payload, const char* verdict, const Fields& expected = {}) {
        file.add(title, {{"payload", hex_text(payload)}}, verdict, expected);
    };
    RedWriter writer;
    ByteVector payload;
    for (std::uint64_t index = 0; index <= 8; ++index) payload = *writer.add({index}, samples::opus_like(index, 4));
    add("with both copies", payload, "accepted",
        {{"blocks", fmt::format("96/15360/{},96/5760/{},96/0/{}", hex_text(samples::opus_like(0, 4)),
                                hex_text(samples::opus_like(5, 4)), hex_text(samples::opus_like(8, 4)))}});
    add("primary only", ByteVector{96, 1, 2}, "accepted", {{"blocks", "96/0/0102"}});
    add("no primary", Bytes(payload).first(payload.size() - 4), "malformed");
    add("cut off in a copy", Bytes(payload).first(12), "malformed");
    add("nothing", {}, "malformed");
    add("five blocks", ByteVector{0xE0, 0, 0, 0, 0xE0, 0, 0, 0, 0xE0, 0, 0, 0, 0xE0, 0, 0, 0, 96, 1}, "malformed");
}

void write_udp() {
    VectorFile file(
        "udp", "udp",
        "# Section 11. exporter, connection_id; direction of the packets: uplink or downlink. packets in order of arrival; verdict is the last one's, the others are accepted.\n"
        "# expect.kind, expect.counter, expect.body: of the last.");
    UdpAssociationState state;
    state.connection_id = 0x0102030405060708;
    for (std::size_t i = 0; i < 32; ++i) state.exporter.writable()[i] = static_cast<std::uint8_t>(i);
    auto add = [&](const char* title, const char* direction, const std::vector<ByteVector>& packets, const char* verdict,
                   const Fields& expected = {}) {
        std::vector<std::string> hex;
        for (const auto& packet : packets) hex.push_back(hex_text(packet));
        file.add(title,
                 {{"exporter", hex_text(state.exporter.view())},
                  {"connection_id", number(state.connection_id)},
                  {"direction", direction},
                  {"packets", join(hex)}},
                 verdict, expected);
    };
    UdpAssociation node(UdpRole::node, state), controller(UdpRole::controller, state);
    auto body = encode_clock_request({7, 123'456, clock_flag_on_air, 41});
    auto first = *node.seal(UdpKind::clock_request, body);
    auto second = *node.seal(UdpKind::nack, *encode_nack({17, 0x22222222, {5, 6}}));
    auto start_body = encode_start_body({seal_with_live_key(SignedPurpose::grant, encode_grant(samples::emergency_grant()))},
                                        {{delegate(samples::full_delegation())}});
    auto start = *controller.seal(UdpKind::start, start_body);
    add("a clock request", "uplink", {first}, "accepted", {{"kind", "1"}, {"counter", "0"}, {"body", hex_text(body)}});
    add("two packets in the other order", "uplink", {second, first}, "accepted",
        {{"kind", "1"}, {"counter", "0"}, {"body", hex_text(body)}});
    add("a START", "downlink", {start}, "accepted", {{"kind", "3"}, {"counter", "0"}, {"body", hex_text(start_body)}});
    state.next_counter = udp_counter_skip;
    UdpAssociation restarted(UdpRole::controller, state);
    add("after a restart", "downlink",
        {start, *restarted.seal(
                    UdpKind::stop,
                    encode_stop_body({seal_with_live_key(SignedPurpose::stop, encode_stop(samples::stop_of_grants()))}, {}))},
        "accepted", {{"kind", "4"}, {"counter", "4294967296"}});
    add("one packet twice", "uplink", {first, second, first}, "replayed");
    add("our own packet thrown back", "downlink", {first}, "signature_invalid");
    add("a changed tag", "uplink", {flipped(first, first.size() - 1)}, "signature_invalid");
    add("a changed counter", "uplink", {flipped(first, 16)}, "signature_invalid");
    add("another connection", "uplink", {flipped(first, 8)}, "key_unknown");
    add("cut off", "uplink", {{first.begin(), first.begin() + 33}}, "malformed");
    add("1,201 bytes", "uplink", {ByteVector(1201, 1)}, "malformed");
    add("a kind of the future", "uplink", {*node.seal(static_cast<UdpKind>(99), body)}, "unsupported_version");
}

void write_udp_bodies() {
    VectorFile clock("udp_bodies", "udp_body",
                     "# Section 11, bodies with a fixed layout. format: clock_request, clock_answer, nack or receiver_report.");
    auto add = [&](const char* title, const char* format, const ByteVector& body, const char* verdict,
                   const Fields& expected = {}) {
        clock.add(title, {{"format", format}, {"body", hex_text(body)}}, verdict, expected);
    };
    auto request = encode_clock_request({7, -5, clock_flag_on_air | clock_flag_trusted, 41});
    add("a clock request", "clock_request", request, "accepted",
        {{"sequence", "7"}, {"t1", "-5"}, {"flags", "3"}, {"plan_sequence", "41"}});
    add("a clock request of 20 bytes", "clock_request", {request.begin(), request.end() - 1}, "malformed");
    auto answer = encode_clock_answer({7, -5, samples::noon(), samples::noon() + std::chrono::microseconds{90}});
    add("a clock answer", "clock_answer", answer, "accepted",
        {{"sequence", "7"},
         {"t1", "-5"},
         {"t2", time(samples::noon())},
         {"t3", time(samples::noon() + std::chrono::microseconds{90})}});
    add("answered before received", "clock_answer",
        encode_clock_answer({7, -5, samples::noon(), samples::noon() - std::chrono::microseconds{1}}), "malformed");
    auto nack = *encode_nack({17, 0x22222222, {65'530, 65'531, 65'535, 3, 10, 100}});
    add("a NACK across the wrap", "nack", nack, "accepted",
        {{"sender_ssrc", "17"}, {"media_ssrc", "572662306"}, {"sequences", "65530,65531,65535,3,10,100"}});
    add("a NACK whose length lies", "nack", flipped(nack, 3), "malformed");
    add("a NACK without entries", "nack", {0x81, 205, 0, 2, 0, 0, 0, 17, 0x22, 0x22, 0x22, 0x22}, "malformed");
    auto report = encode_receiver_report({17, 0x22222222, 51, -3, 0x0001FFFE, 480});
    add("a receiver report", "receiver_report", report, "accepted",
        {{"sender_ssrc", "17"},
         {"media_ssrc", "572662306"},
         {"fraction_lost", "51"},
         {"cumulative_lost", "-3"},
         {"highest_sequence", "131070"},
         {"jitter", "480"}});
    add("a report cut off", "receiver_report", {report.begin(), report.end() - 4}, "malformed");
}

void write_enrolment() {
    VectorFile file(
        "enrolment", "enrolment",
        "# Section 10. code, exporter X, node_key N, controller_fingerprint C, root_fingerprint R; node_proof and controller_proof as received.");
    PairingCode code;
    for (std::size_t i = 0; i < 16; ++i) code.bytes[i] = static_cast<std::uint8_t>(0xF0 + i * 3);
    EnrolmentExporter exporter;
    exporter.fill(0x77);
    auto key = samples::key(17).public_key();
    auto controller = samples::hash(0xAA), root = samples::root().public_key().fingerprint();
    auto node_proof = node_enrolment_proof(code, exporter, key);
    auto controller_proof = controller_enrolment_proof(code, exporter, key, controller, root);
    auto add = [&](const char* title, Bytes node, Bytes answer, Bytes used_exporter, const char* verdict,
                   const Fields& expected = {}) {
        file.add(title,
                 {{"code", hex_text(code.bytes)},
                  {"exporter", hex_text(used_exporter)},
                  {"node_key", hex_text(key.bytes)},
                  {"controller_fingerprint", controller.text()},
                  {"root_fingerprint", root.text()},
                  {"node_proof", hex_text(node)},
                  {"controller_proof", hex_text(answer)}},
                 verdict, expected);
    };
    add("both know the code", node_proof, controller_proof, exporter, "accepted",
        {{"words", six_words_text(six_words(key, controller, exporter))}, {"code_id", hex_text(pairing_code_id(code))}});
    auto other = exporter;
    other[0] ^= 1;
    add("somebody stands between", node_proof, controller_proof, other, "enrolment_code_wrong");
    add("the question thrown back as answer", node_proof, node_proof, exporter, "enrolment_code_wrong");
    add("a proof of 31 bytes", Bytes(node_proof).first(31), controller_proof, exporter, "enrolment_code_wrong");

    VectorFile texts(
        "pairing", "pairing",
        "# Section 10, texts. text: as typed or scanned. expect.code; expect.controller_fingerprint and expect.root_fingerprint of a ticket.");
    auto text = code.text();
    std::string slipped = text;
    slipped[7] = slipped[7] == 'Z' ? 'Y' : 'Z';
    std::string lower;
    for (char character : text) lower += character == '-' ? ' ' : static_cast<char>(std::tolower(character));
    PairingTicket ticket{code, controller, root};
    texts.add("as printed", {{"text", text}}, "accepted", {{"code", hex_text(code.bytes)}});
    texts.add("as people type", {{"text", lower}}, "accepted", {{"code", hex_text(code.bytes)}});
    texts.add("O for 0 and l for 1", {{"text", "oooo-oooo-oooo-oooo-oooo-oooo-" + PairingCode{}.text().substr(30)}}, "accepted",
              {{"code", hex_text(PairingCode{}.bytes)}});
    texts.add("a slip of the finger", {{"text", slipped}}, "enrolment_code_wrong");
    texts.add("one character short", {{"text", text.substr(0, 33)}}, "enrolment_code_wrong");
    texts.add("a letter that is not in it", {{"text", "U" + text.substr(1)}}, "enrolment_code_wrong");
    texts.add("a ticket", {{"text", ticket.text()}}, "accepted",
              {{"code", hex_text(code.bytes)}, {"controller_fingerprint", controller.text()}, {"root_fingerprint", root.text()}});
    texts.add("a ticket of another version", {{"text", "village2" + ticket.text().substr(8)}}, "enrolment_code_wrong");
}

void write_contents() {
    VectorFile file("contents", "content", "# Section 1, content. The file is `size` bytes, byte i being (7 i + 3) mod 256.");
    for (std::size_t size : {1UL, 65'536UL, 65'537UL, 200'000UL}) {
        ByteVector bytes(size);
        for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<std::uint8_t>(7 * i + 3);
        file.add(fmt::format("{} bytes", size), {{"size", number(size)}}, "accepted",
                 {{"hash", domain::content_hash(bytes).text()}});
    }
}

void write_sessions() {
    VectorFile file("sessions", "session",
                    "# Sections 2, 3, 15. body: of one frame. expect.field: number of the message's body field.");
    auto add = [&](const char* title, const wire::SessionMessage& message, const char* verdict, const Fields& expected = {}) {
        file.add(title, {{"body", hex_text(serialize(message))}}, verdict, expected);
    };
    wire::SessionMessage hello;
    hello.mutable_hello()->add_versions(1);
    hello.mutable_hello()->set_node_number(17);
    hello.mutable_hello()->set_software(string_of(samples::hash(0x50).bytes));
    hello.mutable_hello()->set_node_clock(domain::to_us(samples::noon()));
    hello.mutable_hello()->set_next_receipt(4);
    add("hello", hello, "accepted", {{"field", "1"}});
    for (std::uint32_t version = 2; version <= 17; ++version) hello.mutable_hello()->add_versions(version);
    add("seventeen versions", hello, "too_large");
    wire::SessionMessage key;
    write_stream_key(samples::stream_key(), *key.mutable_stream_key());
    add("a stream key", key, "accepted", {{"field", "16"}});
    wire::SessionMessage policy;
    policy.mutable_policy()->mutable_volume()->set_emergency(100);
    policy.mutable_policy()->set_node_name("Ben do");
    add("a changed policy", policy, "accepted", {{"field", "7"}});
    policy.mutable_policy()->set_node_name(std::string(1025, 'x'));
    add("a name of 1,025 bytes", policy, "too_large");
    wire::SessionMessage error;
    *error.mutable_error() = wire_error({domain::ErrorCode::too_many_requests, "200 handshakes a second are taken"}, 2500);
    add("an error", error, "accepted", {{"field", "40"}});
    file.add("a message of tomorrow", {{"body", "ba3e0178"}}, "unsupported_version");
    file.add("nonsense", {{"body", "ffffffffffffffffffffffff"}}, "malformed");
}

}  // namespace

void write_all(const std::filesystem::path& target) {
    folder = target;
    write_frames();
    write_grants();
    write_stops();
    write_delegations();
    write_times();
    write_receipts();
    write_intents();
    write_rtp();
    write_red();
    write_udp();
    write_udp_bodies();
    write_enrolment();
    write_contents();
    write_sessions();
}

}  // namespace village::protocol

int main(int argc, char** argv) {
    if (argc != 2) {
        std::cerr << "usage: protocol_make_vectors FOLDER\n";
        return 2;
    }
    if (!village::protocol::prepare_cryptography()) return 1;
    village::protocol::write_all(argv[1]);
}
