#include "scheduler/domain/programme.hpp"

#include <algorithm>

namespace village::domain {
namespace {

constexpr std::array<std::string_view, 6> item_kinds{"signature", "greeting", "bulletins", "column", "music", "relay"};
constexpr std::array<std::string_view, 3> overruns{"cut", "finish", "fade"};

/// By the order of the enumerators.
template <class Value, std::size_t count>
std::optional<Value> value_called(const std::array<std::string_view, count>& names, std::string_view name) {
    const auto found = std::ranges::find(names, name);
    if (found == names.end()) return std::nullopt;
    return static_cast<Value>(found - names.begin());
}

}  // namespace

std::string_view item_kind_name(ItemKind kind) { return item_kinds.at(static_cast<std::size_t>(kind)); }
std::optional<ItemKind> item_kind_from_name(std::string_view name) { return value_called<ItemKind>(item_kinds, name); }
std::string_view overrun_name(Overrun rule) { return overruns.at(static_cast<std::size_t>(rule)); }
std::optional<Overrun> overrun_from_name(std::string_view name) { return value_called<Overrun>(overruns, name); }

}  // namespace village::domain
