// How a rule speaks: a diagnostic with what is known about the place that is being judged.
#include "analyzer/rule/context.h"

#include "grammar/scanner.h"

namespace ironlaw {

Range Context::tokenAt(uint32_t offset) const {
    return ironlaw::tokenAt(sources_[file_].text(), offset);
}

DiagnosticBuilder Context::add(Location location, std::string message) {
    Diagnostic& diagnostic = diagnostics_->emplace_back();
    diagnostic.rule = rule_->id;
    diagnostic.family = rule_->family;
    diagnostic.severity = rule_->rule->severity;
    diagnostic.location = location;
    diagnostic.message = std::move(message);
    diagnostic.migration = migration_->version;
    diagnostic.direction = direction_;
    return DiagnosticBuilder(diagnostic);
}

} // namespace ironlaw
