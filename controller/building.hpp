// Builds the rooms of village-controller and joins their ports: the only place, beside main, that knows everybody. Owner
// outlives owned: the order of the members is the order in which they depend on each other.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <memory>

#include "controller/config/stations.hpp"
#include "controller/control_loop/control_loop.hpp"
#include "controller/fanout/fanout.hpp"
#include "controller/jobs/job_queue.hpp"
#include "controller/media/workshop.hpp"
#include "controller/people/people.hpp"
#include "controller/sessions/session_service.hpp"
#include "controller/station_news.hpp"
#include "controller/storage/backup_keeper.hpp"
#include "controller/storage/storage.hpp"
#include "controller/web_api/live_feed.hpp"
#include "controller/web_api/web_server.hpp"

namespace village {

class Building {
public:
    /// Opens everything that can fail to open; the error names the setting and the fix.
    static domain::Result<std::unique_ptr<Building>> open(const config::Config& config);
    ~Building();

    /// Runs until SIGINT or SIGTERM; an error is why it could not start after all: what is stored is read here.
    domain::Status run();

private:
    explicit Building(const config::Config& config);
    domain::Status open_rooms();
    domain::Status open_sessions();
    domain::Status open_web();
    domain::Result<people::SetUpCode> load_set_up_code();
    ports::Awaitable<void> live();
    ports::Awaitable<domain::Status> start();
    ports::Awaitable<void> refresh_trust();
    /// Once an hour what was left behind goes: uploads nobody finishes, parts of work that broke off.
    void tidy_later();
    ports::Awaitable<void> stop();
    void close();

    config::Config config_;
    std::map<std::string, std::string> stations_;  ///< What may be relayed: addresses by key.
    StationNews station_news_;
    boost::asio::io_context context_{1};
    boost::asio::thread_pool worker_{1};
    boost::asio::steady_timer tidy_timer_{context_};
    std::unique_ptr<domain::IdSource> ids_;
    std::unique_ptr<storage::Storage> storage_;
    std::unique_ptr<storage::BackupKeeper> backups_;
    std::unique_ptr<web_api::LiveFeed> feed_;
    std::unique_ptr<people::People> people_;
    std::unique_ptr<media::Workshop> workshop_;
    std::unique_ptr<jobs::JobQueue> jobs_;
    std::unique_ptr<ports::Signer> signer_;
    std::unique_ptr<fanout::Fanout> fanout_;
    std::unique_ptr<control_loop::ControlLoop> loop_;
    std::unique_ptr<sessions::SessionService> sessions_;
    std::unique_ptr<web_api::WebServer> web_;
    std::string set_up_code_;
    domain::Status outcome_;
};

}  // namespace village
