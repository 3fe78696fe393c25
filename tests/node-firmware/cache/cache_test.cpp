#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "node-firmware/cache/content_store.hpp"
#include "node-firmware/cache/receipt_store.hpp"
#include "node-firmware/cache/record_log.hpp"
#include "node-firmware/cache/small_files.hpp"
#include "tests/node-firmware/temporary_folder.hpp"

namespace village::node::cache {
namespace {
namespace fs = std::filesystem;
using Bytes = std::vector<std::uint8_t>;

Bytes some_bytes(std::size_t count, unsigned seed) {
    Bytes bytes(count);
    for (auto& byte : bytes) byte = static_cast<std::uint8_t>((seed = seed * 1664525U + 1013904223U) >> 24);
    return bytes;
}
WantedContent wanted_of(const Bytes& file) {
    WantedContent wanted{{}, file.size(), domain::content_chunks(file)};
    wanted.root = domain::content_root(wanted.size_bytes, wanted.chunks);
    return wanted;
}
std::span<const std::uint8_t> chunk_of(const Bytes& file, std::size_t number) {
    const auto at = number * domain::content_chunk_bytes;
    return std::span(file).subspan(at, std::min(domain::content_chunk_bytes, file.size() - at));
}
void spoil(const fs::path& path, std::size_t at) {
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(static_cast<std::streamoff>(at));
    file.put('\x7f');
}

class CacheTest : public testing::Test {
protected:
    ContentStore open_store(std::uint64_t bytes_max = 1 << 30) {
        return std::move(*ContentStore::open({folder_.path() / "contents", bytes_max}, false));
    }
    test::TemporaryFolder folder_;
    Bytes file_ = some_bytes(200'000, 1);
    std::uint64_t disk_used_ = 0;
};

TEST_F(CacheTest, AContentIsThereOnlyWhenItIsWhole) {
    auto store = open_store();
    const auto wanted = wanted_of(file_);
    ASSERT_EQ(*store.begin(wanted), 0U);
    for (std::size_t number = 0; number < 3; ++number) ASSERT_TRUE(store.put_chunk(wanted, number, chunk_of(file_, number)));
    EXPECT_FALSE(store.has(wanted.root));
    ASSERT_TRUE(store.put_chunk(wanted, 3, chunk_of(file_, 3)));
    ASSERT_TRUE(store.finish(wanted));

    auto content = open_store().open_content(wanted.root);
    ASSERT_TRUE(content);
    Bytes read(file_.size());
    EXPECT_EQ(*(*content)->read(0, read), file_.size());
    EXPECT_EQ(read, file_);
}

TEST_F(CacheTest, AnInterruptedFetchGoesOnWhereItStoppedAndTrustsNothingItDidNotCheck) {
    const auto wanted = wanted_of(file_);
    {
        auto store = open_store();
        ASSERT_TRUE(store.begin(wanted));
        ASSERT_TRUE(store.put_chunk(wanted, 0, chunk_of(file_, 0)));
        ASSERT_TRUE(store.put_chunk(wanted, 1, chunk_of(file_, 1)));
    }
    EXPECT_EQ(*open_store().begin(wanted), 2U);
    spoil(folder_.path() / "contents" / (wanted.root.text() + ".part"), 70'000);
    EXPECT_EQ(*open_store().begin(wanted), 1U);
}

TEST_F(CacheTest, AForeignChunkIsNeverWritten) {
    auto store = open_store();
    const auto wanted = wanted_of(file_);
    ASSERT_TRUE(store.begin(wanted));
    const auto other = some_bytes(200'000, 2);
    EXPECT_EQ(store.put_chunk(wanted, 0, chunk_of(other, 0)).error().code, domain::ErrorCode::malformed);
    auto lie = wanted;
    lie.root.bytes[0] ^= 1;
    EXPECT_EQ(store.begin(lie).error().code, domain::ErrorCode::signature_invalid);
}

TEST_F(CacheTest, WhatRottedOnTheDiskIsNeverGivenOut) {
    auto store = open_store();
    const auto root = *store.import(file_);
    spoil(folder_.path() / "contents" / (root.text() + ".opus"), 130'000);

    auto content = *store.open_content(root);
    Bytes read(1000);
    EXPECT_TRUE(content->read(0, read));
    EXPECT_EQ(content->read(131'000, read).error().code, domain::ErrorCode::storage_failed);
    EXPECT_FALSE(ContentStore::open({folder_.path() / "contents"}, true)->has(root)) << "dropped, to be fetched again";
}

TEST_F(CacheTest, EvictionTakesNothingThatIsPlannedOrKept) {
    auto store = open_store(450'000);
    const auto planned = *store.import(file_);
    const auto idle = *store.import(some_bytes(200'000, 2));
    store.protect({planned});
    const auto fresh = *store.import(some_bytes(200'000, 3));

    EXPECT_TRUE(store.has(planned));
    EXPECT_FALSE(store.has(idle));
    store.protect({planned, fresh});
    EXPECT_EQ(store.import(some_bytes(200'000, 4)).error().code, domain::ErrorCode::disk_full);
    EXPECT_TRUE(store.has(fresh));
}

TEST_F(CacheTest, RoomIsWhatTheDiskHasAndNothingIsGivenUpForWhatDoesNotFit) {
    auto disk = std::uint64_t{ContentStore::reserve_bytes + 450'000};
    auto store = *ContentStore::open({.folder = folder_.path() / "contents",
                                      .free_bytes =
                                          [&](const fs::path& folder) {
                                              for (const auto& entry : fs::directory_iterator(folder))
                                                  disk_used_ += entry.file_size();
                                              return disk - std::exchange(disk_used_, 0);
                                          }},
                                     false);
    const auto planned = *store.import(file_);
    const auto idle = *store.import(some_bytes(200'000, 2));
    store.protect({planned});
    EXPECT_LT(store.free_bytes(), 50'000U);

    EXPECT_EQ(store.import(some_bytes(400'000, 3)).error().code, domain::ErrorCode::disk_full);
    EXPECT_TRUE(store.has(idle)) << "in vain";
    EXPECT_TRUE(store.import(some_bytes(200'000, 4)));
    EXPECT_FALSE(store.has(idle));
    EXPECT_EQ(store.take_lost(), std::vector{idle});
    EXPECT_TRUE(store.take_lost().empty());
}

TEST_F(CacheTest, APartThatNobodyWentOnWithForAWeekIsForgotten) {
    const auto fresh = wanted_of(file_), stale = wanted_of(some_bytes(200'000, 2));
    for (const auto& wanted : {fresh, stale}) ASSERT_TRUE(open_store().begin(wanted));
    const auto part_of = [&](const WantedContent& wanted) {
        return folder_.path() / "contents" / (wanted.root.text() + ".part");
    };
    fs::last_write_time(part_of(stale), fs::file_time_type::clock::now() - std::chrono::hours{24 * 8});

    (void)open_store();

    EXPECT_TRUE(fs::exists(part_of(fresh)));
    EXPECT_FALSE(fs::exists(part_of(stale)));
}

TEST_F(CacheTest, ALogCutAnywhereKeepsEveryWholeEntryBeforeTheCut) {
    const auto path = folder_.path() / "log";
    std::vector<std::uint64_t> ends;
    {
        auto log = AppendLog::open(path, [](auto) {});
        for (unsigned entry = 0; entry < 12; ++entry) {
            ASSERT_TRUE(log->append(some_bytes(entry * 7, entry)));
            ends.push_back(log->size());
        }
    }
    for (std::uint64_t cut = 0; cut <= ends.back(); ++cut) {
        const auto copy = folder_.path() / "cut";
        fs::copy_file(path, copy, fs::copy_options::overwrite_existing);
        fs::resize_file(copy, cut);
        std::size_t found = 0;
        ASSERT_TRUE(AppendLog::open(copy, [&](auto) { ++found; }));
        EXPECT_EQ(found, static_cast<std::size_t>(std::upper_bound(ends.begin(), ends.end(), cut) - ends.begin()));
    }
}

TEST_F(CacheTest, DamageInTheMiddleOfALogTakesNothingButWhatItHit) {
    const auto path = folder_.path() / "log";
    {
        auto log = AppendLog::open(path, [](auto) {});
        for (unsigned entry = 1; entry <= 5; ++entry) ASSERT_TRUE(log->append(some_bytes(100, entry)));
    }
    for (const std::streamoff hit : {112 + 50, 112}) {  // In the bytes of the second entry, and in its length.
        std::fstream file(path, std::ios::binary | std::ios::in | std::ios::out);
        file.seekp(hit);
        file.put('\x7F');
    }
    std::size_t found = 0;
    {
        auto log = AppendLog::open(path, [&](auto) { ++found; });
        ASSERT_TRUE(log);
        ASSERT_TRUE(log->append(some_bytes(100, 6)));
    }
    std::size_t again = 0;
    ASSERT_TRUE(AppendLog::open(path, [&](auto) { ++again; }));

    EXPECT_EQ(found, 4U);
    EXPECT_EQ(again, 5U);
    EXPECT_TRUE(fs::exists(folder_.path() / "log.damaged"));
}

TEST_F(CacheTest, TheLatestRecordOfEachIdSurvivesAndTheLogStaysSmall) {
    RecordLog::Key key{1}, gone{2};
    {
        auto log = RecordLog::open(folder_.path() / "records");
        ASSERT_TRUE(log->put(gone, some_bytes(10, 1), false));
        ASSERT_TRUE(log->remove(gone));
        for (unsigned turn = 0; turn < 3000; ++turn) ASSERT_TRUE(log->put(key, some_bytes(200, turn), false));
        ASSERT_TRUE(log->sync());
    }
    auto log = RecordLog::open(folder_.path() / "records");
    EXPECT_EQ(log->all().size(), 1U);
    EXPECT_EQ(log->all().at(key), some_bytes(200, 2999));
    EXPECT_LT(fs::file_size(folder_.path() / "records"), 300'000U);
}

TEST_F(CacheTest, ADamagedSmallFileIsSetAsideAndNeverBelieved) {
    auto files = SmallFiles::open(folder_.path() / "state");
    ASSERT_TRUE(files->save("plan", file_));
    EXPECT_EQ(*files->load("plan"), file_);
    spoil(folder_.path() / "state" / "plan", 100);
    spoil(folder_.path() / "state" / "plan.before", 100);
    EXPECT_EQ(files->load("plan").error().code, domain::ErrorCode::not_found);
    EXPECT_TRUE(fs::exists(folder_.path() / "state" / "plan.damaged"));
}

TEST_F(CacheTest, OneDamagedSmallFileIsReplacedByTheOneBefore) {
    auto files = SmallFiles::open(folder_.path() / "state");
    const auto older = some_bytes(300, 2), newer = some_bytes(300, 3);
    ASSERT_TRUE(files->save("root", file_));
    ASSERT_TRUE(files->save("trust", older));
    ASSERT_TRUE(files->save("trust", newer));
    spoil(folder_.path() / "state" / "root", 100);
    spoil(folder_.path() / "state" / "trust", 100);

    EXPECT_EQ(*files->load("root"), file_) << "written once, and still there twice";
    EXPECT_EQ(*files->load("trust"), older);
    ASSERT_TRUE(files->save("trust", newer));
    spoil(folder_.path() / "state" / "trust", 100);
    EXPECT_EQ(*files->load("trust"), older) << "the damaged one has not taken its place";
}

class ReceiptStoreTest : public CacheTest {
protected:
    ReceiptStore open_receipts() { return std::move(*ReceiptStore::open(folder_.path() / "receipts", key_.public_key())); }
    domain::PlaybackReceipt receipt() const {
        domain::PlaybackReceipt receipt;
        receipt.node = {9};
        receipt.broadcast.bytes[0] = 1;
        receipt.grant.bytes[0] = 2;
        return receipt;
    }
    std::array<std::uint8_t, 32> seed_{5};
    protocol::Ed25519KeyPair key_ = protocol::Ed25519KeyPair::from_seed(seed_);
};

TEST_F(ReceiptStoreTest, TheChainGoesOnAfterARestartWhateverWasCommitted) {
    std::vector<std::string> chain;
    for (int boot = 0; boot < 4; ++boot) {
        auto store = open_receipts();
        for (int turn = 0; turn < 3; ++turn) chain.push_back(store.add(receipt(), key_)->envelope);
        EXPECT_TRUE(store.commit(boot == 1 ? 6 : boot == 2 ? 8 : 0));
    }
    auto end = protocol::verify_receipt_chain(chain, key_.public_key(), {9});
    ASSERT_TRUE(end) << end.error().detail;
    EXPECT_EQ(end->next_number, 13U);
    EXPECT_EQ(open_receipts().waiting(), 4U);
}

TEST_F(ReceiptStoreTest, NothingUncommittedIsEverForgottenAndCommittedOnesAre) {
    auto store = open_receipts();
    for (int turn = 0; turn < 600; ++turn) {
        ASSERT_TRUE(store.add(receipt(), key_));
        ASSERT_TRUE(store.commit(store.next_number() - 1 - static_cast<std::uint64_t>(turn % 3 == 0)));
    }
    EXPECT_LT(fs::file_size(folder_.path() / "receipts"), 600 * 400U);
    auto again = open_receipts();
    EXPECT_EQ(again.next_number(), 601U);
    EXPECT_EQ(again.waiting(), 0U);
    EXPECT_EQ(again.commit(601).error().code, domain::ErrorCode::malformed) << "a receipt that was never made";
}

TEST_F(ReceiptStoreTest, ATornLastReceiptWasNeverPromisedAndItsNumberIsUsedAgain) {
    {
        auto store = open_receipts();
        ASSERT_TRUE(store.add(receipt(), key_));
        ASSERT_TRUE(store.add(receipt(), key_));
    }
    fs::resize_file(folder_.path() / "receipts", fs::file_size(folder_.path() / "receipts") - 1);
    auto store = open_receipts();
    EXPECT_EQ(store.next_number(), 2U);
    EXPECT_EQ(store.add(receipt(), key_)->number, 2U);
}

}  // namespace
}  // namespace village::node::cache
