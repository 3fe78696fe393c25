// The EmergencyDesk's second half: the finished sounds of every template for every place, ready and up to date.
#include <fmt/format.h>

#include "controller/control_loop/emergency_desk.hpp"
#include "controller/control_loop/finished_sound.hpp"
#include "controller/control_loop/rendered_sounds.hpp"
#include "controller/observability/log.hpp"
#include "scheduler/domain/spoken_template.hpp"

namespace village::control_loop {

using domain::ErrorCode;

std::optional<domain::RenderedTemplate> EmergencyDesk::next_missing(bool drill, domain::EmergencyTemplate& wanted) {
    const auto places = domain::warned_places(office_.commune);
    for (const auto& one : office_.templates) {
        if (drill && one.all_clear) continue;
        for (const auto* place : places) {
            // A drill is for one hamlet.
            if (drill && place->kind != domain::AreaKind::hamlet) continue;
            auto words = domain::sentence_of(one, *place, office_.commune);
            if (words && drill) words = fmt::format("{} {} {}", domain::drill_begins, *words, domain::drill_ends);
            if (!words) {
                const auto key = one.code + place->full_name;
                if (failed_.insert(key).second)
                    log::warn("emergency {} for {} is incomplete: {} [not_ready]", one.tile, place->full_name,
                              words.error().detail);
                continue;
            }
            if (domain::is_up_to_date(find_rendered(office_, one.id, place->id, drill), *words) || failed_.contains(*words))
                continue;
            wanted = one;
            return domain::RenderedTemplate{one.id, place->id, drill, *words, std::nullopt, office_.now()};
        }
    }
    return std::nullopt;
}

void EmergencyDesk::render_missing() {
    if (rendering_) return;
    domain::EmergencyTemplate wanted;
    auto missing = next_missing(false, wanted);
    // Nobody waits for a drill.
    if (!missing) missing = next_missing(true, wanted);
    if (!missing) return;
    auto made = std::make_shared<domain::RenderedTemplate>(std::move(*missing));
    auto work = [this, made, wanted](const ports::Progress& progress) -> domain::Status {
        const auto prepare = [&](const ports::Progress& part) {
            auto& media = office_.ports.media;
            return made->drill ? media.prepare_text(made->sentence, part) : media.prepare_emergency(wanted, made->sentence, part);
        };
        auto sound = make_sound(office_, prepare, progress);
        if (!sound) return sound.error();
        made->content = *sound;
        return {};
    };
    auto done = [this, made](domain::Status outcome) { rendered(*made, outcome); };
    const auto job =
        office_.ports.jobs.start("render_template", made->emergency_template.text(), std::move(work), std::move(done));
    rendering_ = job.has_value();
}

void EmergencyDesk::rendered(const domain::RenderedTemplate& made, const domain::Status& outcome) {
    rendering_ = false;
    // Taken away while its sound was made.
    if (find_template(office_, made.emergency_template) == nullptr) return render_missing();
    if (outcome) {
        std::erase_if(office_.rendered, [&](const auto& one) {
            return one.emergency_template == made.emergency_template && one.place == made.place && one.drill == made.drill;
        });
        office_.rendered.push_back(made);
        office_.spawn("keep a rendered emergency", office_.ports.stores.emergencies.save(made));
        if (on_rendered) on_rendered(made);
    } else {
        log::error("an emergency could not be rendered: {} [{}]", outcome.error().detail,
                   domain::error_name(outcome.error().code));
        // A disk that is full is no fault of the sentence: it is tried again when the coming days are planned.
        if (outcome.error().code == ErrorCode::disk_full || outcome.error().code == ErrorCode::storage_failed) return;
        failed_.insert(made.sentence);
    }
    render_missing();
}

}  // namespace village::control_loop
