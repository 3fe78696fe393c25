#include "controller/storage/ownership.hpp"

#include "controller/storage/statements.hpp"

namespace village::storage {
namespace {

constexpr std::string_view select_owner = "SELECT epoch, owner FROM ownership WHERE one = 1";
constexpr std::string_view put_owner = R"(
  INSERT INTO ownership (one, epoch, owner) VALUES (1, $1, $2)
  ON CONFLICT (one) DO UPDATE SET epoch = excluded.epoch, owner = excluded.owner)";

Status read_owner(const Statement& row, ports::Owner& owner) { return read_row(row, owner.epoch, owner.id); }

Result<ports::Owner> owner_on_disk(Database& database) {
    auto owner = find_row<ports::Owner>(database, select_owner, read_owner);
    if (!owner) return owner.error();
    return owner->value_or(ports::Owner{});
}

}  // namespace

Status Ownership::take(Database& database) {
    const auto before = owner_on_disk(database);
    if (!before) return before.error();
    epoch_ = before->epoch + 1;
    epoch_on_disk_ = before->epoch;
    const auto taken = in_transaction(database, [&] { return check(database); });
    if (taken) committed();
    else if (taken.error().code != ErrorCode::disk_full) return taken;
    return {};
}

Status Ownership::check(Database& database) {
    const auto there = owner_on_disk(database);
    if (!there) return there.error();
    const bool is_ours = there->id == owner_;
    checked_ = epoch_;
    if (!is_ours && (was_ours_ || there->epoch >= checked_))
        return Error{ErrorCode::superseded, "another controller has taken over this commune; this one changes nothing any more"};
    if (epoch_on_disk_ == checked_) return {};
    return run_sql(database, put_owner, checked_, owner_);
}

void Ownership::committed() {
    epoch_on_disk_ = checked_;
    was_ours_ = true;
}

void Ownership::rise_above(std::uint64_t epoch) {
    if (epoch < epoch_) return;
    epoch_ = epoch + 1;
}

}  // namespace village::storage
