// A second thread for work that one thread is too slow for: it owns nothing, and touches what the control thread lends it only
// while that thread is inside `share`.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace village::sessions {

class HelpingHand {
public:
    HelpingHand();

    /// Calls `work` here and, if the other thread wakes while it lasts, there as well; returns when neither is in it any more.
    /// The two calls divide the work between them. A busy machine is not waited for: then `work` is called here only.
    void share(const std::function<void()>& work) noexcept;

private:
    void help(const std::stop_token& stop);

    std::mutex mutex_;
    std::condition_variable_any offered_;
    std::condition_variable done_;
    const std::function<void()>* offer_ = nullptr;  ///< Not yet taken.
    bool is_helping_ = false;
    // The destructor asks the thread to end and waits for it.
    std::jthread thread_;
};

}  // namespace village::sessions
