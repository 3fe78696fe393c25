#include "controller/storage/ownership.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "controller/storage/statements.hpp"

namespace village::storage {
namespace {

constexpr std::string_view select_epoch = "SELECT epoch FROM ownership WHERE one = 1";
constexpr std::string_view select_owner = "SELECT owner FROM ownership WHERE one = 1";
constexpr std::string_view put_owner = R"(
  INSERT INTO ownership (one, epoch, owner) VALUES (1, $1, $2)
  ON CONFLICT (one) DO UPDATE SET epoch = excluded.epoch, owner = excluded.owner)";

Result<std::uint64_t> epoch_on_disk(Database& database) {
    auto epoch = find_row<std::uint64_t>(database, select_epoch, read_single<std::uint64_t>);
    if (!epoch) return epoch.error();
    return epoch->value_or(0);
}

}  // namespace

Status Ownership::take(Database& database) {
    const auto before = epoch_on_disk(database);
    if (!before) return before.error();
    epoch_ = *before + 1;
    const auto done = in_transaction(database, [&] { return check(database); });
    settled(done.has_value());
    if (!done && done.error().code != ErrorCode::disk_full) return done;
    return {};
}

Status Ownership::check(Database& database) {
    becomes_ = 0;
    if (taken_) {
        auto owner = find_row<domain::UuidBytes>(database, select_owner, read_single<domain::UuidBytes>);
        if (!owner) return owner.error();
        if (*owner == owner_) return {};
        return Error{ErrorCode::superseded, "another controller has taken over this commune; this one changes nothing any more"};
    }
    auto before = epoch_on_disk(database);
    if (!before) return before.error();
    becomes_ = std::max<std::uint64_t>(*before + 1, epoch_);
    return run_sql(database, put_owner, becomes_, owner_);
}

void Ownership::settled(bool committed) {
    if (!committed || becomes_ == 0) return;
    taken_ = true;
    epoch_ = becomes_;
}

Result<std::uint64_t> Ownership::raise(Database& database, std::uint64_t epoch) {
    becomes_ = std::max<std::uint64_t>(epoch, epoch_) + 1;
    if (auto done = run_sql(database, put_owner, becomes_, owner_); !done) return done.error();
    return becomes_;
}

}  // namespace village::storage
