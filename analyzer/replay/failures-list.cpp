// Statistics and publications that fail (CreateStatistics in src/backend/commands/statscmds.c,
// CreatePublication in publicationcmds.c).
#include "analyzer/replay/failure-sink.h"

#include <fmt/format.h>

namespace ironlaw {

namespace {

void createStatistics(const CreateStatistics& statement, FailureSink& sink) {
    if (sink.relationMissing(statement.table, statement.range)) {
        return;
    }
    const Lookup<Statistics> existing =
        statement.name.empty() ? Lookup<Statistics>() : sink.catalog().statistics(statement.name);
    const bool isSame = existing && existing->schema == sink.schemaFor(statement.name, false);
    if (isSame && !statement.ifNotExists) {
        sink.alreadyExists(*existing,
                           fmt::format("statistics object \"{}\" already exists", existing->name),
                           placeOf(statement.name, statement.range));
    }
    const Table* table = sink.seenTable(statement.table);
    for (const IndexKey& key : statement.keys) {
        const std::string_view column = key.column.text;
        if (table != nullptr && !isSame && !column.empty() && sink.lacksColumn(*table, column)) {
            sink.add(FailureKind::UnknownColumn,
                     fmt::format("column \"{}\" does not exist", column),
                     placeOf(statement.table, statement.range), column);
        }
    }
}

void createDefinition(const CreateDefinition& statement, FailureSink& sink) {
    // Whether two operator classes, conversions or languages are one, more than names decide.
    const bool isToldByName = statement.objectKind == ObjectKind::Collation ||
                              statement.objectKind == ObjectKind::EventTrigger ||
                              statement.objectKind == ObjectKind::Server ||
                              statement.objectKind == ObjectKind::TextSearchConfiguration ||
                              statement.objectKind == ObjectKind::TextSearchDictionary;
    const Definition* existing = sink.catalog().definition(statement.objectKind, statement.object);
    const bool isSame =
        existing != nullptr && (existing->schema.empty() ||
                                existing->schema == sink.schemaFor(statement.object.name, false));
    if (isToldByName && isSame && !statement.ifNotExists) {
        sink.alreadyExists(*existing, fmt::format("{} already exists", existing->name),
                           placeOf(statement.object.name, statement.range));
    }
}

/// Publications are often made by hand: one that the history has not made may well be there.
void publication(const PublicationStatement& statement, bool creates, FailureSink& sink) {
    const Publication* existing = sink.catalog().publication(statement.name.name.text);
    if (creates && existing != nullptr) {
        sink.alreadyExists(*existing,
                           fmt::format("publication \"{}\" already exists", existing->name),
                           placeOf(statement.name, statement.range));
        return;
    }
    for (const QualifiedName& table : statement.tables) {
        sink.relationMissing(table, statement.range);
    }
}

} // namespace

void listFailures(const Statement& statement, FailureSink& sink) {
    switch (statement.kind) {
    case StatementKind::Grant:
        for (const QualifiedName& relation : as<Grant>(statement)->relations) {
            sink.relationMissing(relation, statement.range);
        }
        break;
    case StatementKind::CreateDefinition:
        createDefinition(*as<CreateDefinition>(statement), sink);
        break;
    case StatementKind::CreateStatistics:
        createStatistics(*as<CreateStatistics>(statement), sink);
        break;
    case StatementKind::CreatePublication:
        publication(*as<CreatePublication>(statement), true, sink);
        break;
    case StatementKind::AlterPublication:
        publication(*as<AlterPublication>(statement), false, sink);
        break;
    default: break;
    }
}

} // namespace ironlaw
