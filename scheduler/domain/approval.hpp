// Approval (phê duyệt) as data: who agreed to the words and the sound of an announcement, what the commune asks for before it may
// sound, and an approver's right lent to another person for a time. What follows from it is policy's (`policy/approval.hpp`).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scheduler/domain/ids.hpp"
#include "scheduler/domain/priority.hpp"
#include "scheduler/domain/time.hpp"

namespace village::domain {

using DelegationId = Id<struct DelegationTag>;

enum class ApprovalAct : std::uint8_t {
    submit,              ///< Gửi duyệt.
    approve,             ///< Duyệt.
    agree_by_telephone,  ///< Lãnh đạo đã đồng ý qua điện thoại: written down by somebody else.
    send_back,           ///< Trả lại để sửa, with words: "return".
    reject,              ///< Từ chối, with words.
    withdraw,            ///< Thu hồi.
};
std::string_view approval_act_name(ApprovalAct act);
std::optional<ApprovalAct> approval_act_from_name(std::string_view name);

/// One approver's consent to an announcement as it is now.
struct Consent {
    OperatorId approver;  ///< Whose right it is.
    OperatorId given_by;  ///< Who pressed: the approver, to whom he lent his right, or who wrote down what he said by telephone.
    bool by_telephone = false;
    UtcTime at{};
    std::vector<AreaId> areas;  ///< Where the approver held the right; elsewhere it counts for nothing.
    bool operator==(const Consent&) const = default;
};

/// What is asked for before something may sound. Every condition has to fit; one that is empty fits everything.
struct ApprovalRule {
    static constexpr std::uint8_t steps_max = 2;

    std::optional<Priority> from_priority;  ///< This one and those above it.
    std::vector<std::string> categories;
    std::vector<AreaId> areas;        ///< What sounds in one of them, or below it.
    bool only_outside_hours = false;  ///< What sounds outside the commune's allowed hours.
    std::uint8_t steps = 0;           ///< 0: nobody is asked. 2: two persons.
    bool by_telephone = false;        ///< One of them may agree by telephone, inside the allowed hours.
    bool operator==(const ApprovalRule&) const = default;
};

/// The first rule that fits decides; where none does, nobody is asked.
struct ApprovalPolicy {
    static constexpr std::size_t rules_max = 32;

    std::vector<ApprovalRule> rules;
    bool second_person_outside_hours = false;  ///< What is planned outside the hours waits until another person agrees, too.
    std::uint32_t version = 1;
    bool operator==(const ApprovalPolicy&) const = default;
};

/// Uỷ quyền: the borrower approves in the lender's place, from `from` until `until`.
struct Delegation {
    DelegationId id;
    OperatorId lender;
    OperatorId borrower;
    UtcTime from{};
    UtcTime until{};
    std::optional<UtcTime> ended_at;  ///< Taken back before its time.
    bool holds_at(UtcTime time) const { return from <= time && time < until && (!ended_at || time < *ended_at); }
    bool operator==(const Delegation&) const = default;
};

}  // namespace village::domain
