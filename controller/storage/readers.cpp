#include "controller/storage/readers.hpp"

#include "controller/storage/engine_sqlite.hpp"

namespace village::storage {

Result<std::unique_ptr<Readers>> Readers::open(const std::string& database_path, std::size_t threads,
                                               std::chrono::milliseconds limit) {
    std::unique_ptr<Readers> readers(new Readers(limit));
    for (std::size_t i = 0; i < threads; ++i) {
        auto database = Database::open(database_path, OpenMode::read_only);
        if (!database) return database.error();
        readers->databases_.push_back(std::move(*database));
    }
    for (auto& database : readers->databases_)
        readers->threads_.emplace_back([self = readers.get(), &database] { self->work(*database); });
    return readers;
}

void Readers::close() {
    queue_.close();
    for (auto& thread : threads_) thread.join();
    threads_.clear();
    databases_.clear();
}

void Readers::work(Database& database) {
    while (auto job = queue_.pop()) {
        limit_statements(database, limit_);
        if (auto done = job->run(database); !done) job->fail(done.error());
        job->finish();
    }
}

}  // namespace village::storage
