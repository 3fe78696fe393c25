// The controller's API as an operator on the same machine reaches it: plain HTTP on 127.0.0.1, signed in by name and password.
// Blocks; each answer is waited for ten seconds at most.
#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <cstdint>
#include <string>

#include "scheduler/domain/error.hpp"

namespace village::ctl {

class LocalApi {
public:
    explicit LocalApi(std::uint16_t port) : port_(port) {}

    domain::Status sign_in(std::string login, std::string password);
    domain::Status sign_out();
    /// `path` as openapi.yaml names it: "/broadcasts/{id}/monitor". A refusal carries the controller's sentence.
    domain::Result<boost::json::value> post(const std::string& path, const boost::json::object& body);

private:
    std::uint16_t port_;
    std::string cookie_;
};

}  // namespace village::ctl
