// Threads with read-only connections for lists and reports. A question that takes longer than the limit is `timed_out`,
// so a careless filter never holds up the next one.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "controller/storage/work_queue.hpp"

namespace village::storage {

class Readers {
public:
    static constexpr std::size_t waiting_max = 256;

    static Result<std::unique_ptr<Readers>> open(const std::string& database_path, std::size_t threads,
                                                 std::chrono::milliseconds limit);
    ~Readers() { close(); }

    Status push(std::shared_ptr<Job> job) { return queue_.push(std::move(job)); }
    void close();

private:
    explicit Readers(std::chrono::milliseconds limit) : limit_(limit) {}
    void work(Database& database);

    std::chrono::milliseconds limit_;
    std::vector<std::unique_ptr<Database>> databases_;
    WorkQueue queue_{waiting_max};
    std::vector<std::thread> threads_;
};

}  // namespace village::storage
