// Blobs are whole or not there; uploads can be resumed, are bounded, and leave the disk its reserve.
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>

#include "controller/storage/file_blob_store.hpp"
#include "tests/controller/storage/samples.hpp"
#include "tests/controller/storage/storage_fixture.hpp"

namespace village::test {
namespace {

std::vector<std::uint8_t> noise(std::size_t size) {
    std::vector<std::uint8_t> bytes(size);
    std::uint32_t state = 1;
    for (auto& byte : bytes) byte = static_cast<std::uint8_t>((state = state * 1664525 + 1013904223) >> 24);
    return bytes;
}

class BlobStore : public ::testing::Test {
protected:
    void SetUp() override { ASSERT_OK(blobs_.prepare()); }

    Folder folder_;
    storage::FileBlobStore blobs_{folder_.path(), {.bytes_max = 1000, .free_bytes_kept = 0, .open_max = 3}};
    const domain::UploadId upload_ = make_id<domain::UploadId>(1);
    domain::OperatorId owner_ = make_id<domain::OperatorId>(5);
};

TEST_F(BlobStore, ContentIsFoundByItsHashWithItsChunks) {
    const auto bytes = noise(2 * domain::content_chunk_bytes + 17);

    const auto hash = blobs_.put(bytes);

    ASSERT_OK(hash);
    EXPECT_EQ(*hash, domain::content_hash(bytes));
    EXPECT_EQ(*blobs_.size(*hash), bytes.size());
    EXPECT_EQ(*blobs_.chunks(*hash), domain::content_chunks(bytes));
    EXPECT_EQ(*blobs_.read(*hash, bytes.size() - 5, 100), std::vector(bytes.end() - 5, bytes.end()));
    EXPECT_TRUE(blobs_.read(*hash, bytes.size() + 1, 10)->empty());
    EXPECT_EQ(*blobs_.put(bytes), *hash);
    EXPECT_TRUE(std::filesystem::is_empty(folder_.path() + "/incoming"));
}

TEST_F(BlobStore, TakesAFileOver) {
    const auto path = folder_.path() + "/made.opus";
    std::ofstream(path) << "sound";

    const auto hash = blobs_.take(path);

    ASSERT_OK(hash);
    EXPECT_FALSE(std::filesystem::exists(path));
    EXPECT_TRUE(std::filesystem::exists(*blobs_.path(*hash)));
    EXPECT_CODE(blobs_.take(path), not_found);
}

TEST_F(BlobStore, UnknownBlobIsNotFound) {
    EXPECT_FALSE(blobs_.has(make_hash(1)));
    EXPECT_CODE(blobs_.path(make_hash(1)), not_found);
    EXPECT_CODE(blobs_.read(make_hash(1), 0, 1), not_found);
}

TEST_F(BlobStore, DamagedSidecarIsNotBelieved) {
    const auto hash = *blobs_.put(noise(10));
    std::ofstream(*blobs_.path(hash) + ".chunks") << std::string(32, 'x');
    EXPECT_CODE(blobs_.chunks(hash), storage_failed);
}

TEST_F(BlobStore, WhatACrashLeftIncomingIsCleared) {
    std::ofstream(folder_.path() + "/incoming/half") << "x";
    ASSERT_OK(blobs_.prepare());
    EXPECT_TRUE(std::filesystem::is_empty(folder_.path() + "/incoming"));
}

TEST_F(BlobStore, UploadGoesOnWhereItStoodAndIsReadyWhenWhole) {
    const auto bytes = noise(10);
    const domain::Bytes all(bytes);
    ASSERT_OK(blobs_.open_upload(upload_, 10, owner_));
    EXPECT_EQ(*blobs_.append_upload(upload_, 0, all.first(6)), 6U);
    EXPECT_CODE(blobs_.append_upload(upload_, 0, all.first(6)), version_conflict);
    EXPECT_CODE(blobs_.upload_path(upload_), not_ready);
    EXPECT_EQ(*blobs_.upload_offset(upload_), 6U);
    EXPECT_CODE(blobs_.append_upload(upload_, 6, all.first(5)), too_large);

    EXPECT_EQ(*blobs_.append_upload(upload_, 6, all.subspan(6)), 10U);

    EXPECT_EQ(*blobs_.take(*blobs_.upload_path(upload_)), domain::content_hash(all));
    blobs_.drop_upload(upload_);
    EXPECT_CODE(blobs_.upload_offset(upload_), not_found);
}

TEST_F(BlobStore, UploadsAreBounded) {
    EXPECT_CODE(blobs_.open_upload(upload_, 0, owner_), audio_empty);
    EXPECT_CODE(blobs_.open_upload(upload_, 1001, owner_), too_large);
    for (std::uint8_t i = 1; i <= 3; ++i) ASSERT_OK(blobs_.open_upload(make_id<domain::UploadId>(i), 10, owner_));
    EXPECT_CODE(blobs_.open_upload(upload_, 10, owner_), already_exists);
    EXPECT_CODE(blobs_.open_upload(make_id<domain::UploadId>(4), 10, owner_), too_many_requests);
}

TEST_F(BlobStore, UploadsOfOnePersonAndOfAllAreBoundedByWhatWasAnnounced) {
    storage::FileBlobStore frugal(folder_.path(),
                                  {.bytes_max = 1000, .free_bytes_kept = 0, .owner_bytes_max = 1500, .total_bytes_max = 2000});
    const auto other = make_id<domain::OperatorId>(6);
    ASSERT_OK(frugal.open_upload(make_id<domain::UploadId>(1), 1000, owner_));
    EXPECT_CODE(frugal.open_upload(make_id<domain::UploadId>(2), 600, owner_), too_many_requests);
    ASSERT_OK(frugal.open_upload(make_id<domain::UploadId>(3), 600, other));
    EXPECT_CODE(frugal.open_upload(make_id<domain::UploadId>(4), 500, other), too_many_requests) << "2,100 of all";

    frugal.drop_upload(make_id<domain::UploadId>(1));

    EXPECT_OK(frugal.open_upload(make_id<domain::UploadId>(5), 600, owner_));
}

TEST_F(BlobStore, UploadThatNobodyTouchedForTwoDaysGoes) {
    ASSERT_OK(blobs_.open_upload(upload_, 10, owner_));
    const auto other = make_id<domain::UploadId>(2);
    ASSERT_OK(blobs_.open_upload(other, 10, owner_));
    const auto long_ago = std::filesystem::file_time_type::clock::now() - std::chrono::hours{49};
    std::filesystem::last_write_time(folder_.path() + "/uploads/" + upload_.text(), long_ago);

    blobs_.drop_abandoned_uploads();

    EXPECT_CODE(blobs_.upload_offset(upload_), not_found);
    EXPECT_FALSE(std::filesystem::exists(folder_.path() + "/uploads/" + upload_.text() + ".size"));
    EXPECT_OK(blobs_.upload_offset(other));
}

TEST_F(BlobStore, UploadThatWouldFillTheDiskIsRefusedBeforeItBegins) {
    storage::FileBlobStore cautious(folder_.path(), {.bytes_max = 1000, .free_bytes_kept = std::uint64_t{1} << 60});
    EXPECT_CODE(cautious.open_upload(upload_, 10, owner_), disk_full);
}

class ListeningCopies : public BlobStore {
protected:
    ports::ListeningCopy made(std::size_t size) const {
        const auto path = folder_.path() + "/made.mp3";
        const auto bytes = noise(size);
        std::ofstream(path, std::ios::binary)
            .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(size));
        return {path, {1, 2, 3}};
    }
    bool nothing_is_left() const {
        return std::filesystem::is_empty(folder_.path() + "/incoming") && !std::filesystem::exists(folder_.path() + "/made.mp3");
    }
    const std::vector<std::uint8_t> sound_bytes_ = noise(10);
    domain::ContentHash sound() { return *blobs_.put(sound_bytes_); }
};

TEST_F(ListeningCopies, LieBesideTheirSoundAndChangeNothingAboutIt) {
    const auto hash = sound();

    ASSERT_OK(blobs_.keep_listening_copy(hash, made(5000)));

    EXPECT_EQ(*blobs_.listening_copy_size(hash), 5000U);
    const auto bytes = noise(5000);
    EXPECT_EQ(*blobs_.read_listening_copy(hash, 4990, 100), std::vector(bytes.end() - 10, bytes.end()));
    EXPECT_TRUE(blobs_.read_listening_copy(hash, 5001, 10)->empty());
    EXPECT_EQ(*blobs_.peaks(hash), (std::vector<std::uint8_t>{1, 2, 3}));
    EXPECT_EQ(*blobs_.size(hash), 10U);
    EXPECT_EQ(*blobs_.read(hash, 0, 100), sound_bytes_);
    EXPECT_EQ(*blobs_.chunks(hash), domain::content_chunks(sound_bytes_));
    EXPECT_TRUE(nothing_is_left());
}

TEST_F(ListeningCopies, AreNotReadyUntilTheyAreMade) {
    const auto hash = sound();

    EXPECT_CODE(blobs_.listening_copy_size(hash), not_ready);
    EXPECT_CODE(blobs_.read_listening_copy(hash, 0, 1), not_ready);
    EXPECT_CODE(blobs_.peaks(hash), not_ready);
}

TEST_F(ListeningCopies, OfNoSoundAreNotKept) {
    EXPECT_CODE(blobs_.keep_listening_copy(make_hash(1), made(10)), not_found);
    EXPECT_CODE(blobs_.listening_copy_size(make_hash(1)), not_ready);
    EXPECT_TRUE(nothing_is_left());
}

TEST_F(ListeningCopies, AreReplacedWholeByANewerOne) {
    const auto hash = sound();
    ASSERT_OK(blobs_.keep_listening_copy(hash, made(5000)));

    ASSERT_OK(blobs_.keep_listening_copy(hash, made(700)));

    EXPECT_EQ(*blobs_.read_listening_copy(hash, 0, 10'000), noise(700));
}

// Where the peaks cannot be put, the copy's name must not come into being.
TEST_F(ListeningCopies, AreNotThereWithoutTheirPeaks) {
    const auto hash = sound();
    ASSERT_TRUE(std::filesystem::create_directories(*blobs_.path(hash) + ".peaks/in_the_way"));

    EXPECT_CODE(blobs_.keep_listening_copy(hash, made(10)), storage_failed);

    EXPECT_CODE(blobs_.listening_copy_size(hash), not_ready);
    EXPECT_TRUE(nothing_is_left());
}

// A limit on file sizes refuses a write in its middle, as a full disk does, whoever runs the test.
TEST_F(BlobStore, DiskThatFillsUpInTheMiddleLeavesNothingHalfWritten) {
    const pid_t child = ::fork();
    if (child == 0) {
        std::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{100'000, 100'000};
        ::setrlimit(RLIMIT_FSIZE, &limit);
        const bool refused = [&] {
            const auto hash = blobs_.put(noise(200'000));
            return hash.has_error() && hash.error().code == domain::ErrorCode::disk_full;
        }();
        storage::FileBlobStore large(folder_.path(), {.bytes_max = 300'000, .free_bytes_kept = 0});
        const bool opened = large.open_upload(upload_, 200'000, owner_).has_value();
        const auto appended = large.append_upload(upload_, 0, noise(150'000));
        const bool upload_refused = appended.has_error() && appended.error().code == domain::ErrorCode::disk_full;
        const bool offset_kept = *large.upload_offset(upload_) == 0;
        ::_exit(refused && opened && upload_refused && offset_kept ? 0 : 1);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_EQ(WEXITSTATUS(status), 0);
    EXPECT_TRUE(std::filesystem::is_empty(folder_.path() + "/incoming"));
}

}  // namespace
}  // namespace village::test
