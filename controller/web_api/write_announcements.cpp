#include "controller/web_api/both_languages.hpp"
#include "controller/web_api/json_writers.hpp"
#include "scheduler/domain/names.hpp"
#include "scheduler/domain/remarks.hpp"

namespace village::web_api {

boost::json::object write(const domain::AudioContent& content) {
    return {{"hash", content.hash.text()},
            {"size_bytes", content.size_bytes},
            {"duration_ms", whole_ms(content.duration)},
            {"loudness_lufs", content.loudness_lufs},
            {"true_peak_dbtp", content.true_peak_dbtp}};
}

boost::json::object write(const domain::Announcement& announcement) {
    boost::json::object body{{"id", announcement.id.text()},
                             {"title", announcement.title},
                             {"category", announcement.category},
                             {"priority", domain::priority_name(announcement.priority)},
                             {"source", domain::source_name(announcement.source)},
                             {"text", announcement.text},
                             {"basis", announcement.basis},
                             {"music", announcement.music},
                             {"state", domain::announcement_state_name(announcement.state)},
                             {"audio", domain::audio_state_name(announcement.audio)},
                             {"consents", write_all(announcement.consents)},
                             {"remark", announcement.remark},
                             {"created_by", announcement.created_by.text()},
                             {"created_at", domain::utc_text(announcement.created_at)},
                             {"version", announcement.version}};
    boost::json::object validity;
    if (announcement.valid_from) validity["from"] = domain::utc_text(*announcement.valid_from);
    if (announcement.valid_until) validity["until"] = domain::utc_text(*announcement.valid_until);
    if (!validity.empty()) body["validity"] = std::move(validity);
    if (announcement.remark == domain::denied_by_telephone)
        body["remark_words"] = write(BothLanguages{announcement.remark, "The leader says that he did not agree by telephone."});
    if (announcement.content) body["content"] = write(*announcement.content);
    if (announcement.audio_error) body["audio_error"] = write(*announcement.audio_error);
    return body;
}

boost::json::object write(const ports::JobRow& job) {
    boost::json::object body{{"id", job.id.text()},
                             {"kind", job.kind},
                             {"subject", job.subject},
                             {"state", job.state},
                             {"percent", job.percent},
                             {"step", job.step},
                             {"created_at", domain::utc_text(job.created_at)},
                             {"changed_at", domain::utc_text(job.changed_at)}};
    if (job.error) body["error"] = write(*job.error);
    return body;
}

}  // namespace village::web_api
