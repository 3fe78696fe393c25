// Approval: the acts on an announcement, the commune's rules, and rights lent for a time.
#include "controller/web_api/handlers.hpp"
#include "controller/web_api/json_reader.hpp"
#include "controller/web_api/json_writers.hpp"
#include "controller/web_api/request_values.hpp"
#include "controller/web_api/requests.hpp"
#include "controller/web_api/saved_rules.hpp"

namespace village::web_api {

using ports::Awaitable;

Awaitable<Answer> act_on_approval(Api& api, Request request) {
    const auto id = path_id<domain::AnnouncementId>(request);
    if (!id) co_return answer_problem(id.error());
    const auto version = if_match(request);
    if (!version) co_return version_missing(version.error());
    auto body = read_json<ApprovalActBody>(request.body);
    if (!body) co_return answer_problem(body.error());
    ports::ApprovalRequest wish;
    wish.announcement = *id;
    wish.version = *version;
    wish.act = body->act;
    if (body->words) wish.words = std::move(body->words->value);
    wish.approver = body->approver;
    auto saved = co_await api.world.commands.act_on_approval(*request.caller, std::move(wish));
    co_return saved ? answer_versioned(write(*saved), saved->version) : answer_problem(saved.error());
}

Awaitable<Answer> list_awaiting_approval(Api& api, Request request) {
    const auto id = path_id<domain::ProgrammeId>(request);
    if (!id) co_return answer_problem(id.error());
    const auto from = asked_day(request.query("from"), "from"), to = asked_day(request.query("to"), "to");
    if (!from) co_return answer_problem(from.error());
    if (!to) co_return answer_problem(to.error());
    const ports::DaysOfProgramme days{*id, *from, *to};
    auto waiting = co_await api.world.commands.awaiting_approval(*request.caller, days);
    co_return waiting ? answer_items(write_all(*waiting)) : answer_problem(waiting.error());
}

Awaitable<Answer> list_awaiting_approvals(Api& api, Request request) {
    auto waiting = co_await api.world.commands.awaiting_approval(*request.caller);
    co_return waiting ? answer_items(write_all(*waiting)) : answer_problem(waiting.error());
}

Awaitable<Answer> approve_programme(Api& api, Request request) {
    const auto id = path_id<domain::ProgrammeId>(request);
    if (!id) co_return answer_problem(id.error());
    auto body = read_json<ProgrammeApprovalBody>(request.body);
    if (!body) co_return answer_problem(body.error());
    ports::ProgrammeApprovalRequest wish;
    wish.days = {*id, body->from, body->to};
    for (const auto& one : body->seen.items)
        wish.seen.push_back({one.announcement, static_cast<std::uint32_t>(one.version.value)});
    if (body->remark) wish.remark = std::move(body->remark->value);
    auto done = co_await api.world.commands.approve_programme(*request.caller, std::move(wish));
    co_return done ? answer_json(write(*done)) : answer_problem(done.error());
}

Awaitable<Answer> list_consents_in_my_name(Api& api, Request request) {
    auto unseen = co_await api.world.commands.consents_in_name_of(*request.caller);
    co_return unseen ? answer_items(write_all(*unseen)) : answer_problem(unseen.error());
}

Awaitable<Answer> acknowledge_consents(Api& api, Request request) {
    const auto id = path_id<domain::AnnouncementId>(request);
    if (!id) co_return answer_problem(id.error());
    auto body = read_json<SeenConsentsBody>(request.body);
    if (!body) co_return answer_problem(body.error());
    auto seen = co_await api.world.commands.acknowledge_consents(*request.caller, *id, body->last);
    co_return seen ? answer_nothing() : answer_problem(seen.error());
}

Awaitable<Answer> deny_consents(Api& api, Request request) {
    const auto id = path_id<domain::AnnouncementId>(request);
    if (!id) co_return answer_problem(id.error());
    auto body = read_json<SeenConsentsBody>(request.body);
    if (!body) co_return answer_problem(body.error());
    auto denied = co_await api.world.commands.deny_consents(*request.caller, *id, body->last);
    co_return denied ? answer_versioned(write(*denied), denied->version) : answer_problem(denied.error());
}

Awaitable<Answer> get_approval_policy(Api& api, Request) {
    auto policy = co_await api.world.stores.rules.approval_policy();
    co_return policy ? answer_versioned(write(*policy), policy->version) : answer_problem(policy.error());
}

namespace {

domain::ApprovalRule rule_from(ApprovalRuleBody body) {
    domain::ApprovalRule rule;
    rule.from_priority = body.from_priority;
    if (body.categories)
        for (auto& category : body.categories->items) rule.categories.push_back(std::move(category.value));
    if (body.areas) rule.areas = std::move(body.areas->items);
    rule.only_outside_hours = body.only_outside_hours.value_or(false);
    rule.steps = static_cast<std::uint8_t>(body.steps.value);
    rule.by_telephone = body.by_telephone.value_or(false);
    return rule;
}

}  // namespace

Awaitable<Answer> save_approval_policy(Api& api, Request request) {
    const auto version = if_match(request);
    if (!version) co_return version_missing(version.error());
    auto body = read_json<ApprovalPolicyBody>(request.body);
    if (!body) co_return answer_problem(body.error());
    domain::ApprovalPolicy policy;
    policy.version = *version;
    const auto kept = co_await api.world.stores.rules.approval_policy();
    if (!kept) co_return answer_problem(kept.error());
    policy.second_person_outside_hours = body->second_person_outside_hours.value_or(kept->second_person_outside_hours);
    for (auto& rule : body->rules.items) policy.rules.push_back(rule_from(std::move(rule)));
    auto saved = co_await api.world.commands.save_approval_policy(*request.caller, std::move(policy));
    co_return saved ? answer_saved(*saved) : answer_problem(saved.error());
}

Awaitable<Answer> list_delegations(Api& api, Request) {
    auto all = co_await api.world.stores.rules.delegations();
    co_return all ? answer_items(write_all(*all)) : answer_problem(all.error());
}

Awaitable<Answer> create_delegation(Api& api, Request request) {
    auto body = read_json<NewDelegationBody>(request.body);
    if (!body) co_return answer_problem(body.error());
    domain::Delegation delegation;
    delegation.id = api.world.ids.make<domain::DelegationId>(api.world.now());
    delegation.borrower = body->borrower;
    delegation.from = body->from;
    delegation.until = body->until;
    auto lent = co_await api.world.commands.lend_approval(*request.caller, delegation);
    co_return lent ? answer_json(write(*lent), 201) : answer_problem(lent.error());
}

Awaitable<Answer> end_delegation(Api& api, Request request) {
    const auto id = path_id<domain::DelegationId>(request);
    if (!id) co_return answer_problem(id.error());
    auto ended = co_await api.world.commands.end_delegation(*request.caller, *id);
    co_return ended ? answer_json(write(*ended)) : answer_problem(ended.error());
}

}  // namespace village::web_api
