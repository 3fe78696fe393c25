// The lists of the pages: order, pages, search.
#include <fmt/format.h>

#include "controller/storage/audit_chain.hpp"
#include "controller/storage/database.hpp"
#include "scheduler/domain/folded_text.hpp"
#include "tests/controller/storage/samples.hpp"
#include "tests/controller/storage/storage_fixture.hpp"

namespace village::test {
namespace {

std::vector<domain::Broadcast> broadcasts_of(const ports::Page<ports::ListedBroadcast>& page) {
    std::vector<domain::Broadcast> found;
    for (const auto& row : page.rows) found.push_back(row.broadcast);
    return found;
}

class Lists : public ::testing::Test {
protected:
    void SetUp() override {
        auto opened = storage::Storage::open({.folder = folder_.path()}, control_.get_executor());
        ASSERT_OK(opened);
        storage_ = std::move(*opened);
    }
    template <class Value>
    Value wait(ports::Awaitable<Value> work) {
        return wait_for(control_, std::move(work));
    }
    void store(std::uint8_t number, std::string title) {
        auto item = sample_announcement(number);
        item.title = std::move(title);
        ASSERT_OK(wait(storage_->stores().announcements.save(item, {})));
    }
    std::vector<std::string> titles(ports::AnnouncementFilter filter) {
        std::vector<std::string> found;
        const auto page = wait(storage_->read_model().announcements(filter, {}));
        for (const auto& row : page->rows) found.push_back(row.title);
        return found;
    }

    Folder folder_;
    boost::asio::io_context control_;
    std::unique_ptr<storage::Storage> storage_;
};

TEST(FoldedText, LeavesMarksOutAndReadsDStrokeAsD) {
    EXPECT_EQ(domain::fold_text("Đường ngập NƯỚC, Ậu Ỷ Ẵ"), "duong ngap nuoc, au y a");
    EXPECT_EQ(domain::fold_text("e\u0302\u0301 đ \u01A1\u0300"), "e d o");
    EXPECT_EQ(domain::fold_text("\xff\xc3"), "");
}

TEST_F(Lists, SearchIgnoresMarksAndCase) {
    store(1, "Lịch tiêm phòng");
    store(2, "Đường ngập");

    EXPECT_EQ(titles({.text = "duong ngap", .state = {}}), std::vector<std::string>{"Đường ngập"});
    EXPECT_EQ(titles({.text = "TIÊM", .state = {}}), std::vector<std::string>{"Lịch tiêm phòng"});
    EXPECT_TRUE(titles({.text = "%", .state = {}}).empty());
    EXPECT_TRUE(titles({.text = {}, .state = domain::AnnouncementState::draft}).empty());
    EXPECT_EQ(titles({}).size(), 2U);
}

TEST_F(Lists, PagesFollowEachOtherNewestFirstWithoutGapOrRepetition) {
    for (std::uint8_t number = 1; number <= 7; ++number) store(number, fmt::format("{}", number));
    std::vector<std::string> seen;
    ports::PageRequest request{.cursor = {}, .limit = 3};
    do {
        const auto page = wait(storage_->read_model().announcements({}, request));
        ASSERT_OK(page);
        EXPECT_LE(page->rows.size(), 3U);
        for (const auto& row : page->rows) seen.push_back(row.title);
        request.cursor = page->next_cursor;
    } while (!request.cursor.empty());

    EXPECT_EQ(seen, (std::vector<std::string>{"7", "6", "5", "4", "3", "2", "1"}));
}

TEST_F(Lists, ForeignCursorIsRefused) {
    EXPECT_CODE(wait(storage_->read_model().announcements({}, {.cursor = "zz", .limit = 5})), invalid_argument);
}

TEST_F(Lists, BroadcastsAreFoundByTimeAndAnnouncement) {
    auto other = sample_broadcast(2);
    other.announcement.reset();
    auto withdrawn = sample_broadcast(4);
    withdrawn.starts_at = other.starts_at;
    withdrawn.withdrawn = true;
    ASSERT_OK(wait(storage_->stores().broadcasts.save(
        {.broadcasts = {sample_broadcast(1), other, sample_broadcast(3), withdrawn}, .deliveries = {}})));
    auto& lists = storage_->read_model();

    const auto range = wait(lists.broadcasts({.from = at_second(2), .to = at_second(3), .announcement = {}}, {}));
    const auto of_one = wait(lists.broadcasts({.from = {}, .to = {}, .announcement = make_id<domain::AnnouncementId>(1)}, {}));

    EXPECT_EQ(broadcasts_of(*range), std::vector{other});
    EXPECT_EQ(broadcasts_of(*of_one), (std::vector{sample_broadcast(3), sample_broadcast(1)}));
}

TEST_F(Lists, BroadcastsComeWithTheirCoverage) {
    auto missed = sample_delivery(1, 9);
    missed.state = domain::DeliveryState::missed;
    auto played = sample_delivery(1, 10), also = sample_delivery(1, 11);
    played.state = also.state = domain::DeliveryState::played;
    ASSERT_OK(wait(storage_->stores().broadcasts.save({.broadcasts = {sample_broadcast(1), sample_broadcast(2)},
                                                       .deliveries = {missed, played, also, sample_delivery(2, 9)}})));

    const auto page = wait(storage_->read_model().broadcasts({}, {}));

    ASSERT_EQ(page->rows.size(), 2U);
    EXPECT_EQ(page->rows[1].coverage, (domain::Coverage{.played = 2, .missed = 1, .of = 3}));
    EXPECT_EQ(page->rows[0].coverage.of, 1U);
}

TEST_F(Lists, ScheduleAndDeliveryListsHoldWhatWasSaved) {
    store(1, "x");
    ASSERT_OK(wait(storage_->stores().schedules.save(sample_schedule(1), {})));
    ASSERT_OK(
        wait(storage_->stores().broadcasts.save({.broadcasts = {sample_broadcast(1)}, .deliveries = {sample_delivery(1, 9)}})));

    EXPECT_EQ(wait(storage_->read_model().schedules({}))->rows, std::vector{sample_schedule(1)});
    EXPECT_EQ(*wait(storage_->read_model().deliveries(make_id<domain::BroadcastId>(1))), std::vector{sample_delivery(1, 9)});
}

TEST_F(Lists, AuditChainVerifiesOfflineAndAChangedEntryIsFound) {
    for (int i = 0; i < 3; ++i)
        ASSERT_OK(wait(storage_->stores().audit.append({at_second(i), "cán bộ", "broadcast.stop", "x", fmt::format("{}", i)})));
    EXPECT_EQ(wait(storage_->read_model().audit({}))->rows.at(0).detail, "2");
    storage_->close();
    const auto path = folder_.path() + "/village.db";
    const auto good = storage::verify_audit(path);
    ASSERT_OK(good);
    EXPECT_EQ(good->entries, 3U);

    auto database = storage::Database::open(path, storage::OpenMode::read_write);
    ASSERT_OK(database);
    ASSERT_OK((*database)->execute("UPDATE audit SET detail = 'y' WHERE sequence = 2"));

    EXPECT_CODE(storage::verify_audit(path), signature_invalid);
}

}  // namespace
}  // namespace village::test
