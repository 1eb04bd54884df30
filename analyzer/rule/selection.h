// Which rules run, at what severity, and who hears which event. Built once for each configuration.
#pragma once

#include "analyzer/project/config.h"
#include "analyzer/rule/registry.h"

#include <array>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ironlaw {

/// A rule that is selected and not switched off.
struct ActiveRule {
    const RegisteredRule* rule = nullptr;
    Severity severity = Severity::Warning; ///< on the way up; never Off
    std::span<const std::string> pathsIgnored;
};

/// The ids of all rules, sorted.
std::vector<std::string_view> ruleIds();

/// unknownWordMessage() for what should be the id of a rule; a family has a text of its own.
std::string unknownRuleMessage(std::string_view word);

/// The words that `select` and `ignore` take: rule ids, families, "default" and "all".
std::vector<std::string_view> selectorWords();

/// A rule runs if `select` names it and `ignore` does not. Where both do, the narrower word wins: a
/// rule's id beats its family, which beats "default" and "all"; of equals `ignore` wins. A family
/// and "all" include the rules that are not in the default set. A severity in the configuration
/// other than "off" puts a rule into the default set; "off" takes it out of every set.
class Selection {
public:
    /// `config` has to outlive the selection.
    explicit Selection(const Config& config);
    Selection(const Selection&) = delete;
    Selection& operator=(const Selection&) = delete;

    struct Hearer {
        const ActiveRule* rule = nullptr;
        void (*invoke)(const void* event, Context& context) = nullptr;
    };
    /// Who wants to hear the event, by rule id.
    std::span<const Hearer> hearers(EventKey key) const { return hearers_[slot(key)]; }

    /// Null if the rule is not selected or off.
    const ActiveRule* find(std::string_view id) const;
    /// Whether the rule judges this direction at all.
    bool judges(const ActiveRule& rule, Direction direction) const {
        return direction == Direction::Up || checkRollbacks_ || rule.rule->rule->fullOnWayBack;
    }
    /// On the way back a note at most, except for the rules that are about ways back.
    static Severity severityOf(const ActiveRule& rule, Direction direction);
    /// Whether `paths-ignored` of the rule names the file.
    bool ignoresPath(const ActiveRule& rule, std::string_view path) const;

private:
    static constexpr size_t maxDetails = 64;
    static constexpr size_t slot(EventKey key) {
        return static_cast<size_t>(key.kind) * maxDetails + key.detail;
    }

    std::string_view folder_; ///< that the patterns are relative to
    bool checkRollbacks_;
    std::deque<ActiveRule> rules_; ///< by id; stable addresses
    std::array<std::vector<Hearer>,
               static_cast<size_t>(EventKind::SuppressionProblem) * maxDetails + maxDetails>
        hearers_;
};

} // namespace ironlaw
