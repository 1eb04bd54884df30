// How a rule speaks: a diagnostic with what is known about the place that is being judged.
#include "analyzer/rule/context.h"

#include "grammar/scanner.h"

#include <string>

namespace ironlaw {

namespace {

/// 12,000,000
std::string grouped(uint64_t number) {
    std::string digits = std::to_string(number);
    for (size_t place = digits.size(); place > 3;) {
        place -= 3;
        digits.insert(place, ",");
    }
    return digits;
}

} // namespace

std::string Context::nameOf(std::string_view schema, std::string_view name) const {
    const bool isPlain =
        schema.empty() || schema == config_.defaultSchema || schema == temporarySchema;
    return isPlain ? std::string(name) : fmt::format("{}.{}", schema, name);
}

const Work* Context::costlyWork(WorkCause cause, Range anchor) const {
    for (const Work& work : effects_->work) {
        if (work.cause == cause && work.anchor == anchor && isLargeExisting(work.relation)) {
            return &work;
        }
    }
    return nullptr;
}

bool Context::isThere(const HeldLock& lock) const {
    return lock.relation != 0 ? catalog().find(lock.relation) != nullptr
                              : catalog().relationIn(lock.schema, lock.name) != nullptr;
}

bool Context::isFirst(const RelationUse& relation) {
    return met_.emplace(rule_, transaction().number, relation.schema, relation.name).second;
}

void Context::noteRelation(DiagnosticBuilder& diagnostic, const RelationUse& relation) const {
    const Table* table = relation.table();
    const std::string name = nameOf(relation);
    if (relation.object != nullptr && (table == nullptr || table->complete)) {
        diagnostic.note(relation.object->origin.location, "\"{}\" is created here", name);
    }
    const TableSize size = sizeOf(relation);
    if (size.rows) {
        diagnostic.note("\"{}\" has about {} rows ({})", name, grouped(*size.rows), size.source);
    } else if (size.sizeClass == TableSizeClass::Large) {
        diagnostic.note("\"{}\" is large ({})", name, size.source);
    } else {
        diagnostic.note("the size of \"{}\" is not known, so it counts as large; name it under "
                        "[tables] in ironlaw.toml if it is small",
                        name);
    }
}

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
