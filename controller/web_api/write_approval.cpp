#include "controller/web_api/json_writers.hpp"
#include "scheduler/domain/names.hpp"

namespace village::web_api {

boost::json::object write(const domain::Consent& consent) {
    return {{"approver", consent.approver.text()},
            {"given_by", consent.given_by.text()},
            {"by_telephone", consent.by_telephone},
            {"areas", write_ids(consent.areas)},
            {"at", domain::utc_text(consent.at)}};
}

boost::json::object write(const domain::ApprovalPolicy& policy) {
    boost::json::array rules;
    for (const auto& rule : policy.rules) {
        boost::json::object body{{"categories", boost::json::array(rule.categories.begin(), rule.categories.end())},
                                 {"areas", write_ids(rule.areas)},
                                 {"only_outside_hours", rule.only_outside_hours},
                                 {"steps", rule.steps},
                                 {"by_telephone", rule.by_telephone}};
        if (rule.from_priority) body["from_priority"] = domain::priority_name(*rule.from_priority);
        rules.emplace_back(std::move(body));
    }
    return {{"rules", std::move(rules)},
            {"second_person_outside_hours", policy.second_person_outside_hours},
            {"version", policy.version}};
}

boost::json::object write(const domain::Delegation& delegation) {
    boost::json::object body{{"id", delegation.id.text()},
                             {"lender", delegation.lender.text()},
                             {"borrower", delegation.borrower.text()},
                             {"from", domain::utc_text(delegation.from)},
                             {"until", domain::utc_text(delegation.until)}};
    if (delegation.ended_at) body["ended_at"] = domain::utc_text(*delegation.ended_at);
    return body;
}

boost::json::object write(const ports::AwaitingApproval& one) {
    boost::json::array days;
    for (const auto day : one.days) days.emplace_back(domain::local_day_text(day));
    boost::json::object body{{"announcement", write(one.announcement)}, {"days", std::move(days)}};
    if (one.refusal) body["refusal"] = write(*one.refusal);
    return body;
}

boost::json::object write(const ports::ProgrammeApproval& done) {
    boost::json::array left;
    for (const auto& one : done.left)
        left.emplace_back(
            boost::json::object{{"announcement", one.announcement.text()}, {"title", one.title}, {"refusal", write(one.why)}});
    return {{"approved", write_all(done.approved)}, {"left", std::move(left)}};
}

boost::json::object write(const ports::UnseenConsent& one) {
    return {{"announcement", one.announcement.text()},
            {"title", one.title},
            {"given_by", one.given_by.text()},
            {"at", domain::utc_text(one.at)},
            {"stands", one.stands}};
}

}  // namespace village::web_api
