// Another program's calendar file, as the API shows it before anything is made of it, and what is to be said of a timing by hand. Pure;
// for the worker.
#pragma once

#include "controller/ports/calendar_import.hpp"

namespace village::control_loop {

domain::Result<ports::CalendarImport> preview_import(std::string_view file, const std::string& time_zone);

/// `not_found` (rule `nothing_left_out`) for each moment that it leaves out and does not have.
std::vector<domain::Error> timing_remarks(const domain::Timing& timing, const std::string& time_zone);

}  // namespace village::control_loop
