// Small named values of this folder.
#pragma once

#include <optional>
#include <string>

#include "controller/ports/awaitable.hpp"
#include "controller/storage/runner.hpp"

namespace village::storage {

class SettingsSqlStore {
public:
    static constexpr std::size_t value_bytes_max = 64 * 1024;

    explicit SettingsSqlStore(Runner& runner) : runner_(runner) {}
    ports::Awaitable<Status> save(std::string name, std::string value);
    ports::Awaitable<Result<std::optional<std::string>>> load(std::string name);

private:
    Runner& runner_;
};

}  // namespace village::storage
