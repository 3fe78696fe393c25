// Another program's calendar file, as the API shows it before anything is made of it. Pure; for the worker.
#pragma once

#include "controller/ports/calendar_import.hpp"

namespace village::control_loop {

domain::Result<ports::CalendarImport> preview_import(std::string_view file, const std::string& time_zone);

}  // namespace village::control_loop
