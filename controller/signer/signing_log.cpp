#include "controller/signer/signing_log.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <fstream>

#include "controller/signer/field_bytes.hpp"
#include "controller/signer/whole_file.hpp"

namespace village::signer {
namespace {

constexpr std::size_t record_bytes_max = 64 * 1024;
constexpr std::size_t recent_max = 256;

void put_part(std::string& to, const std::string& part) {
    for (int shift = 24; shift >= 0; shift -= 8) to += static_cast<char>(part.size() >> shift);
    to += part;
}

// A part as written by `put_part`; false at the end or when the rest is too short.
bool get_part(std::istream& from, std::string& part) {
    unsigned char head[4];
    if (!from.read(reinterpret_cast<char*>(head), 4)) return false;
    const std::size_t size = std::size_t{head[0]} << 24 | std::size_t{head[1]} << 16 | std::size_t{head[2]} << 8 | head[3];
    if (size > record_bytes_max) return false;
    part.resize(size);
    return size == 0 || static_cast<bool>(from.read(part.data(), static_cast<std::streamsize>(size)));
}

}  // namespace

SigningLog::~SigningLog() {
    (void)flush();  // The last words; there is nobody left to tell.
    if (descriptor_ >= 0) ::close(descriptor_);
}

Status SigningLog::open(const std::string& path) {
    path_ = path;
    descriptor_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor_ < 0) return disk_error(errno, "opening", path);
    std::ifstream file(path, std::ios::binary);
    LogRecord record;
    for (std::string entry; get_part(file, entry) && get_part(file, record.envelope);) {
        if (!record.entry.ParseFromString(entry) || record.entry.previous() != as_string(head_.bytes))
            return Error{
                ErrorCode::signature_invalid,
                fmt::format("entry {} of {} does not follow from the one before: the log was changed", entries_ + 1, path)};
        head_ = domain::sha256(domain::as_bytes(entry));
        size_ += 8 + entry.size() + record.envelope.size();
        ++entries_;
        highest_sequence_ = std::max(highest_sequence_, record.entry.issuer_sequence());
        if (record.entry.what() == "emergency") recent_.push_back(record);
        if (recent_.size() > recent_max) recent_.erase(recent_.begin());
    }
    if (::ftruncate(descriptor_, static_cast<off_t>(size_)) != 0) return disk_error(errno, "mending", path);
    return {};
}

void SigningLog::add(LogRecord record) {
    if (waiting_.size() >= waiting_max) {
        const auto refusal = std::find_if(waiting_.begin(), waiting_.end(),
                                          [](const LogRecord& waiting) { return waiting.entry.what() == "refused"; });
        waiting_.erase(refusal == waiting_.end() ? waiting_.begin() : refusal);
    }
    waiting_.push_back(std::move(record));
}

Status SigningLog::append(const LogRecord& record) {
    auto entry = record.entry;
    entry.set_previous(as_string(head_.bytes));
    const auto bytes = entry.SerializeAsString();
    std::string part;
    put_part(part, bytes);
    put_part(part, record.envelope);
    const auto written = ::pwrite(descriptor_, part.data(), part.size(), static_cast<off_t>(size_));
    if (written != static_cast<ssize_t>(part.size())) {
        const int number = written < 0 ? errno : ENOSPC;
        // Half an entry goes; if even that fails, the next start cuts it off.
        if (::ftruncate(descriptor_, static_cast<off_t>(size_)) != 0) return disk_error(errno, "mending", path_);
        return disk_error(number, "writing", path_);
    }
    size_ += part.size();
    ++entries_;
    highest_sequence_ = std::max(highest_sequence_, entry.issuer_sequence());
    head_ = domain::sha256(domain::as_bytes(bytes));
    return {};
}

Status SigningLog::flush() {
    if (waiting_.empty()) return last_flush_;
    last_flush_ = Status{};
    while (!waiting_.empty() && last_flush_) {
        last_flush_ = append(waiting_.front());
        if (last_flush_) waiting_.pop_front();
    }
    if (last_flush_ && ::fdatasync(descriptor_) != 0) last_flush_ = disk_error(errno, "syncing", path_);
    return last_flush_;
}

Status SigningLog::health() const {
    if (!last_flush_) return last_flush_;
    if (waiting_.size() > healthy_waiting_max)
        return Error{ErrorCode::storage_failed, "the signer's log is behind; look at its disk"};
    return {};
}

Result<wire::LogPage> SigningLog::read(std::uint64_t after_sequence, std::uint32_t limit) const {
    wire::LogPage page;
    std::ifstream file(path_, std::ios::binary);
    const int wanted = static_cast<int>(std::clamp<std::uint32_t>(limit, 1, page_max));
    std::string envelope;
    for (std::string bytes; page.entries_size() < wanted && get_part(file, bytes) && get_part(file, envelope);) {
        wire::LogPage::LogEntry entry;
        if (!entry.ParseFromString(bytes)) return Error{ErrorCode::storage_failed, fmt::format("{} is damaged", path_)};
        if (entry.issuer_sequence() > after_sequence) *page.add_entries() = std::move(entry);
    }
    return page;
}

}  // namespace village::signer
