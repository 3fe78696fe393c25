// What people do with programmes, handed to its desk.
#include "controller/control_loop/control_loop.hpp"
#include "scheduler/calendar/programme_presets.hpp"

namespace village::control_loop {

std::vector<domain::ProgrammePreset> ControlLoop::programme_presets() const { return calendar::rural_standard(); }

ports::Awaitable<domain::Result<domain::Programme>> ControlLoop::add_programme(domain::Operator caller,
                                                                               domain::Programme programme) {
    return programmes_.add(std::move(caller), std::move(programme));
}

ports::Awaitable<domain::Result<domain::Programme>> ControlLoop::save_programme(domain::Operator caller,
                                                                                domain::Programme programme, bool confirmed) {
    return programmes_.save(std::move(caller), std::move(programme), confirmed);
}

ports::Awaitable<domain::Status> ControlLoop::remove_programme(domain::Operator caller, domain::ProgrammeId id,
                                                               std::uint32_t version) {
    return programmes_.remove(std::move(caller), id, version);
}

ports::Awaitable<domain::Result<domain::ProgrammeDay>> ControlLoop::put_into_programme(domain::Operator caller,
                                                                                       domain::ProgrammeDay day) {
    return programmes_.put_in(std::move(caller), std::move(day));
}

ports::Awaitable<domain::Result<ports::ProgrammePreview>> ControlLoop::preview_programme(domain::ProgrammeId id,
                                                                                         date::local_days day) {
    return programmes_.preview(id, day);
}

}  // namespace village::control_loop
