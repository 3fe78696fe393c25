// The places and loudspeakers themselves: imports, edits, and telling the signer what the commune is.
#pragma once

#include "controller/control_loop/office.hpp"
#include "controller/ports/commands.hpp"

namespace village::control_loop {

class CommuneDesk {
public:
    explicit CommuneDesk(Office& office) : office_(office) {}

    ports::Awaitable<domain::Result<domain::Operator>> set_up(ports::Account first, ports::CommuneImport commune);
    ports::Awaitable<domain::Status> import(domain::Operator caller, ports::CommuneImport commune);
    ports::Awaitable<domain::Result<domain::Area>> save(domain::Operator caller, domain::Area area);
    ports::Awaitable<domain::Result<domain::Zone>> save(domain::Operator caller, domain::Zone zone);
    ports::Awaitable<domain::Result<domain::Node>> save(domain::Operator caller, domain::Node node);
    ports::Awaitable<domain::Result<std::vector<domain::Node>>> save(domain::Operator caller,
                                                                     std::vector<ports::EchoGroupEdit> groups);
    /// Reads everything back; an empty commune is fine before set-up.
    ports::Awaitable<domain::Status> load();
    /// Hours, places, templates and what is rendered: the signer holds every wish against them.
    ports::Awaitable<domain::Status> tell_signer();

private:
    bool changes_the_rules(const ports::CommuneImport& import) const;
    ports::Awaitable<domain::Status> load_rules();
    ports::Awaitable<domain::Status> reload_tree();

    Office& office_;
};

}  // namespace village::control_loop
