#include "controller/signer/signing_log.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <iterator>
#include <optional>

#include "controller/observability/log.hpp"
#include "controller/signer/field_bytes.hpp"
#include "controller/signer/whole_file.hpp"

namespace village::signer {
namespace {

constexpr std::size_t record_bytes_max = 64 * 1024;
constexpr std::size_t recent_max = 4096;
constexpr std::size_t check_bytes = 8;

void put_part(std::string& to, const std::string& part) {
    for (int shift = 24; shift >= 0; shift -= 8) to += static_cast<char>(part.size() >> shift);
    to += part;
}

/// The first 8 bytes of the SHA-256 of both parts: tells a record that a power cut left unwritten from a whole one.
std::string check_of(std::string_view parts) {
    const auto hash = domain::sha256(domain::as_bytes(parts));
    return {hash.bytes.begin(), hash.bytes.begin() + check_bytes};
}

std::string written_form(const std::string& entry, const std::string& envelope) {
    std::string record;
    put_part(record, entry);
    put_part(record, envelope);
    return record + check_of(record);
}

/// Takes a part as `put_part` wrote it off the front; nothing when the rest is too short.
std::optional<std::string_view> take_part(std::string_view& from) {
    if (from.size() < 4) return std::nullopt;
    std::size_t size = 0;
    for (int at = 0; at < 4; ++at) size = size << 8 | static_cast<unsigned char>(from[static_cast<std::size_t>(at)]);
    if (size > record_bytes_max || from.size() - 4 < size) return std::nullopt;
    const auto part = from.substr(4, size);
    from.remove_prefix(4 + size);
    return part;
}

struct WholeRecord {
    std::string_view entry, envelope;
};

/// The record at the front of `from`, which is then behind it; nothing when that is not a whole one.
std::optional<WholeRecord> take_record(std::string_view& from) {
    auto rest = from;
    const auto entry = take_part(rest);
    const auto envelope = entry ? take_part(rest) : std::nullopt;
    if (!envelope || rest.size() < check_bytes) return std::nullopt;
    const auto parts = from.substr(0, from.size() - rest.size());
    if (rest.substr(0, check_bytes) != check_of(parts)) return std::nullopt;
    from = rest.substr(check_bytes);
    return WholeRecord{*entry, *envelope};
}

/// Is a whole record anywhere in here? Then what stands before it was not left unwritten: it was changed.
bool holds_record(std::string_view bytes) {
    for (; !bytes.empty(); bytes.remove_prefix(1)) {
        auto rest = bytes;
        if (take_record(rest)) return true;
    }
    return false;
}

Result<std::string> read_whole(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::string bytes{std::istreambuf_iterator<char>{file}, {}};
    if (file.bad()) return disk_error(EIO, "reading", path);
    return bytes;
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
    const auto bytes = read_whole(path);
    if (!bytes) return bytes.error();
    std::string_view rest = *bytes;
    while (const auto record = take_record(rest))
        if (auto taken = take(record->entry, record->envelope); !taken) return taken;
    size_ = bytes->size() - rest.size();
    return rest.empty() ? Status{} : cut_off(rest);
}

Status SigningLog::take(std::string_view entry, std::string_view envelope) {
    LogRecord record;
    record.envelope = envelope;
    if (!record.entry.ParseFromArray(entry.data(), static_cast<int>(entry.size())) ||
        record.entry.previous() != as_string(head_.bytes))
        return was_changed();
    head_ = domain::sha256(domain::as_bytes(entry));
    ++entries_;
    highest_sequence_ = std::max(highest_sequence_, record.entry.issuer_sequence());
    if (record.entry.what() == "emergency" || record.entry.what() == "grant") recent_.push_back(std::move(record));
    if (recent_.size() > recent_max) recent_.pop_front();
    return {};
}

Error SigningLog::was_changed() const {
    return {ErrorCode::signature_invalid,
            fmt::format("entry {} of {} does not follow from the one before: the log was changed", entries_ + 1, path_)};
}

Status SigningLog::cut_off(std::string_view tail) {
    if (holds_record(tail)) return was_changed();
    const auto aside = fmt::format("{}.cut-{}", path_, size_);
    std::ofstream kept(aside, std::ios::binary);
    kept.write(tail.data(), static_cast<std::streamsize>(tail.size()));
    log::warn("{} ends in {} bytes that a power cut left unfinished; they are kept in {} [storage_failed]", path_, tail.size(),
              aside);
    if (::ftruncate(descriptor_, static_cast<off_t>(size_)) != 0) return disk_error(errno, "mending", path_);
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
    const auto part = written_form(bytes, record.envelope);
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
    const auto bytes = read_whole(path_);
    if (!bytes) return bytes.error();
    wire::LogPage page;
    const int wanted = static_cast<int>(std::clamp<std::uint32_t>(limit, 1, page_max));
    std::string_view rest = *bytes;
    while (page.entries_size() < wanted) {
        const auto record = take_record(rest);
        if (!record) break;
        wire::LogPage::LogEntry entry;
        if (!entry.ParseFromArray(record->entry.data(), static_cast<int>(record->entry.size())))
            return Error{ErrorCode::storage_failed, fmt::format("{} is damaged", path_)};
        if (entry.issuer_sequence() > after_sequence) *page.add_entries() = std::move(entry);
    }
    return page;
}

}  // namespace village::signer
