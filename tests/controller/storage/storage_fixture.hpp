// A fresh data folder and a control loop for one test; `wait_for` runs the loop until the coroutine has ended.
#pragma once

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <filesystem>

#include "controller/storage/storage.hpp"

namespace village::test {

class Folder {
public:
    Folder() {
        std::string name = (std::filesystem::temp_directory_path() / "village-storage-XXXXXX").string();
        if (!::mkdtemp(name.data())) throw std::runtime_error("no temporary folder");
        path_ = name;
    }
    ~Folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    const std::string& path() const { return path_; }

private:
    std::string path_;
};

template <class Value>
Value wait_for(boost::asio::io_context& control, ports::Awaitable<Value> work) {
    auto result = boost::asio::co_spawn(control, std::move(work), boost::asio::use_future);
    control.restart();
    control.run();
    return result.get();
}

template <class Any>
::testing::AssertionResult succeeded(const Any& result) {
    if (result.has_value()) return ::testing::AssertionSuccess();
    return ::testing::AssertionFailure() << domain::error_name(result.error().code) << ": " << result.error().detail;
}

template <class Any>
::testing::AssertionResult failed_with(const Any& result, domain::ErrorCode code) {
    if (result.has_value()) return ::testing::AssertionFailure() << "it succeeded";
    if (result.error().code == code) return ::testing::AssertionSuccess();
    return succeeded(result);
}

/// What a `Result` has to be; ASSERT where the test cannot go on without.
#define EXPECT_OK(result) EXPECT_TRUE(::village::test::succeeded(result))
#define ASSERT_OK(result) ASSERT_TRUE(::village::test::succeeded(result))
#define EXPECT_CODE(result, expected) EXPECT_TRUE(::village::test::failed_with(result, domain::ErrorCode::expected))

}  // namespace village::test
