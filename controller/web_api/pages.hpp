// The built web-admin in memory, read once at start: files by path, gzip forms beside them, policies ready. A request never
// touches the disk, so there is no path to escape by.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "controller/web_api/answer.hpp"
#include "controller/web_api/request.hpp"

namespace village::web_api {

class Pages {
public:
    static constexpr std::size_t bytes_max = 64 * 1024 * 1024;
    static constexpr std::size_t files_max = 4096;

    /// `configuration_invalid` without an index.html; `too_large` over 64 MiB or 4,096 files.
    static domain::Result<Pages> load(const std::string& folder);

    /// "/khan-cap" is khan-cap.html; another path without a dot in its last segment is index.html, which has the admin's routes.
    Answer answer(const Request& request) const;

private:
    struct File {
        std::shared_ptr<const std::string> content;
        std::shared_ptr<const std::string> zipped;  ///< Null where it would not be smaller.
        std::string type;
        std::string policy;
        std::string tag;
        bool may_be_kept = false;  ///< Its name carries a hash of its content.
    };
    static File make_file(const std::string& path, std::string content);
    const File* find(std::string_view path) const;

    std::map<std::string, File, std::less<>> files_;
};

}  // namespace village::web_api
