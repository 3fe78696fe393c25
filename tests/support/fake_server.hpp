// Everything that web_api speaks to, in memory: what the contract's server and the tests of the handlers stand on.
#pragma once

#include "controller/people/people.hpp"
#include "controller/web_api/live_feed.hpp"
#include "controller/web_api/web_server.hpp"
#include "tests/support/counting_ids.hpp"
#include "tests/support/fake_blob_store.hpp"
#include "tests/support/fake_controller.hpp"
#include "tests/support/fake_operator_store.hpp"
#include "tests/support/fake_signer.hpp"

namespace village::support {

struct FakeServer {
    FakeServer(boost::asio::any_io_executor control, boost::asio::any_io_executor worker, std::function<domain::UtcTime()> now)
        : clock(std::move(now)), works_on(worker), feed(control), people(operators, ids, code, control, worker, clock, cheap) {}

    web_api::WebWorld world() {
        return {controller, controller, controller, stores, people, blobs, jobs, signer, ids, feed, works_on, clock, {}, {}, {}};
    }

    std::function<domain::UtcTime()> clock;
    boost::asio::any_io_executor works_on;
    CountingIds ids;
    FakeOperatorStore operators;
    FakeCommuneStore communes;
    FakeAnnouncementStore announcements;
    FakeScheduleStore schedules;
    FakeBroadcastStore broadcasts;
    FakeReceiptStore receipts;
    FakeEmergencyStore emergencies;
    FakeCredentialStore credentials;
    FakeJobStore job_rows;
    FakeAuditStore audit;
    FakeRuleStore rules;
    FakeProgrammeStore programmes;
    FakeOwnershipStore ownership;
    FakeBlobStore blobs;
    FakeJobs jobs;
    FakeSigner signer;
    ports::Stores stores{communes,    announcements, schedules, broadcasts, receipts,   operators, emergencies,
                         credentials, job_rows,      audit,     rules,      programmes, ownership};
    web_api::LiveFeed feed;
    people::SetUpCode code{"7K2QF-9XM4T"};
    people::PeopleOptions cheap{.hash_memory_bytes = 8192};
    people::People people;
    FakeController controller{
        {ids, clock, people, operators, communes, announcements, schedules, audit, rules, programmes, jobs, blobs, feed}};
};

}  // namespace village::support
