// Databases of earlier versions, with what such a program had stored, brought up to date by this one.
#include "controller/storage/migrations.hpp"

#include <fmt/format.h>

#include "controller/storage/schedule_store.hpp"
#include "tests/controller/storage/samples.hpp"
#include "tests/controller/storage/storage_fixture.hpp"

namespace village::test {
namespace {

using storage::Database;
using storage::OpenMode;

/// A box at place 9 that was replaced at second 100, as version 1 kept it: one certificate and one row of numbers.
constexpr auto of_version_1 = R"(
  INSERT INTO credentials VALUES (9, 'PEM', X'0202020202020202020202020202020202020202020202020202020202020202', 100000000, NULL);
  INSERT INTO broadcasts (id, kind, priority, when_interrupted, title, targets, starts_at, start_by, duration, max_duration,
      outside_hours_reason, streamed, state, created_by, created_at)
    VALUES (X'01', 'scheduled', 'normal', 'resume', 'before', X'', 50000000, 0, 0, 0, '', 0, 'ended', X'', 0),
           (X'02', 'scheduled', 'normal', 'resume', 'after', X'', 150000000, 0, 0, 0, '', 0, 'ended', X'', 0))";
constexpr auto receipt_of_version_1 = R"(
  INSERT INTO receipts (node, number, previous, broadcast, grant_id, grant_hash, content, outcome, reason, received, repaired,
      concealed, silent, samples_played, samples_expected, uncertainty, gain_db, device_underruns, evidence, software,
      signed_bytes)
    VALUES (9, $1, zeroblob(32), $2, zeroblob(16), zeroblob(32), zeroblob(32), 'played', '', 1, 2, 3, 4, 5, 6, 7, -1.5, 8,
      'e2', zeroblob(32), $3))";

class FromVersion1 : public ::testing::Test {
protected:
    FromVersion1() : database_(std::move(Database::open(folder_.path() + "/village.db", OpenMode::read_write).value())) {
        EXPECT_OK(storage::migrate(*database_, storage::embedded_migrations().first(1), ""));
        EXPECT_OK(database_->execute(of_version_1));
        keep_receipt(1, 0x01);
        keep_receipt(2, 0x02);
        keep_receipt(3, 0x77);
    }
    void keep_receipt(std::int64_t number, std::uint8_t broadcast) {
        auto insert = database_->prepare(receipt_of_version_1);
        insert->bind_integer(1, number);
        insert->bind_blob(2, {&broadcast, 1});
        const auto envelope = static_cast<std::uint8_t>(number);
        insert->bind_blob(3, {&envelope, 1});
        EXPECT_OK(insert->run());
    }
    std::string ask(std::string_view sql) {
        auto rows = database_->prepare(sql);
        EXPECT_OK(rows);
        std::string all;
        while (rows && *rows->step()) all += std::string(rows->text(0)) + ";";
        return all;
    }
    domain::Status migrate() { return storage::migrate(*database_, storage::embedded_migrations(), folder_.path()); }

    Folder folder_;
    std::unique_ptr<Database> database_;
};

TEST_F(FromVersion1, EveryReceiptIsKeptInItsPlaceWithItsSignedBytes) {
    const auto before = ask("SELECT sequence || ' ' || number || ' ' || hex(signed_bytes) FROM receipts ORDER BY sequence");

    ASSERT_OK(migrate());

    EXPECT_EQ(before, "1 1 01;2 2 02;3 3 03;");
    EXPECT_EQ(ask("SELECT sequence || ' ' || number || ' ' || hex(signed_bytes) FROM receipts ORDER BY sequence"), before);
    EXPECT_EQ(ask("SELECT gain_db || ' ' || device_underruns FROM receipts WHERE number = 2"), "-1.5 8;");
    EXPECT_EQ(ask("SELECT count(*) FROM receipts WHERE preempted_by IS NULL AND resumed = 0"), "3;") << "their nodes did not say";
}

TEST_F(FromVersion1, OnlyWhatSoundedSinceThePresentBoxWasEnrolledIsCountedAsItsOwn) {
    ASSERT_OK(migrate());

    EXPECT_EQ(ask("SELECT number FROM receipts WHERE receipt_key = (SELECT receipt_key FROM credentials)"), "2;");
    EXPECT_EQ(ask("SELECT number FROM receipts WHERE receipt_key = zeroblob(32)"), "1;3;");
}

TEST_F(FromVersion1, TheCertificateStaysWithItsDevice) {
    ASSERT_OK(migrate());

    EXPECT_EQ(ask("SELECT node || ' ' || certificate_pem || ' ' || enrolled_at FROM credentials"), "9 PEM 100000000;");
}

TEST_F(FromVersion1, WhatWasApprovedIsKeptWithoutAConsentOfAnybody) {
    ASSERT_OK(database_->execute(R"(
      INSERT INTO announcements VALUES (X'03', 'Họp', '', 'normal', 'text', '', '', 'approved', 'none', NULL, 0, 0, 0, 0, NULL,
        X'', 0, 1, ''))"));

    ASSERT_OK(migrate());

    EXPECT_EQ(ask("SELECT title || ' ' || state || ' ' || consents || remark FROM announcements"), "Họp approved ;");
}

TEST_F(FromVersion1, ASchedulesRuleIsKeptAsItWas) {
    ASSERT_OK(database_->execute(R"(
      INSERT INTO announcements VALUES (X'00000000000000000000000000000003', 'Họp', '', 'normal', 'text', '', '', 'approved', 'none', NULL, 0, 0, 0, 0,
        NULL, X'', 0, 1, '');
      INSERT INTO schedules VALUES (X'00000000000000000000000000000007', X'00000000000000000000000000000003', X'', X'', X'',
        'normal', 'resume', '2026-11-23T05:30:00', 'Asia/Ho_Chi_Minh', 'FREQ=DAILY', 120000000, '', 'active',
        X'00000000000000000000000000000001', 0, 3))"));

    ASSERT_OK(migrate());

    auto row = database_->prepare("SELECT " VILLAGE_SCHEDULE_COLUMNS " FROM schedules");
    ASSERT_OK(row);
    ASSERT_TRUE(*row->step());
    domain::Schedule schedule, expected;
    ASSERT_OK(storage::read_schedule(*row, schedule));
    expected.id.bytes[15] = 7;
    expected.announcement.bytes[15] = 3;
    expected.timing.first = domain::parse_local("2026-11-23T05:30:00").value();
    expected.timing.repeats = domain::Rrule{"FREQ=DAILY"};
    expected.created_by.bytes[15] = 1;
    expected.version = 3;
    EXPECT_EQ(schedule, expected) << "and so its occurrences keep their ids";
}

TEST_F(FromVersion1, TheOldDatabaseLiesBesideItAsABackup) {
    ASSERT_OK(migrate());

    const auto newest = storage::embedded_migrations().back().number;
    EXPECT_TRUE(std::filesystem::exists(folder_.path() + fmt::format("/before-{:04}.db", newest)));
}

}  // namespace
}  // namespace village::test
