#include <vector>

#include "controller/web_api/refusals/refusals.hpp"

namespace village::web_api {
namespace {

std::vector<RefusalLine> joined() {
    std::vector<RefusalLine> all;
    for (const auto of_a_subject :
         {hours_refusals(), planning_refusals(), approval_refusals(), once_more_refusals(), programmes_refusals(),
          schedules_refusals(), calendar_files_refusals(), requests_refusals(), people_refusals(), sound_files_refusals(),
          trust_refusals(), emergencies_refusals(), transport_refusals(), machine_refusals()})
        all.insert(all.end(), of_a_subject.begin(), of_a_subject.end());
    return all;
}

}  // namespace

std::span<const RefusalLine> refusal_lines() {
    static const auto all = joined();
    return all;
}

}  // namespace village::web_api
