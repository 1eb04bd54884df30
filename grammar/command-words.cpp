// See command-words.h.
#include "grammar/command-words.h"

#include <fmt/format.h>

namespace ironlaw {

namespace {

std::string_view wordsOf(QueryKind kind) {
    switch (kind) {
    case QueryKind::Insert: return "INSERT";
    case QueryKind::Update: return "UPDATE";
    case QueryKind::Delete: return "DELETE";
    case QueryKind::Merge: return "MERGE";
    case QueryKind::Values: return "VALUES";
    default: return "SELECT";
    }
}

} // namespace

std::string commandOf(const Statement& statement) {
    if (const auto* query = as<QueryStatement>(statement)) {
        return std::string(wordsOf(query->query->kind));
    }
    if (const auto* drop = as<Drop>(statement)) {
        return fmt::format("DROP {}", wordsOf(drop->objectKind));
    }
    if (const auto* create = as<CreateDefinition>(statement)) {
        return fmt::format("CREATE {}", wordsOf(create->objectKind));
    }
    if (const auto* redefine = as<AlterDefinition>(statement)) {
        return fmt::format("ALTER {}", wordsOf(redefine->objectKind));
    }
    if (const auto* alter = as<AlterTable>(statement)) {
        return fmt::format("ALTER {}", wordsOf(alter->objectKind));
    }
    if (const auto* other = as<OtherStatement>(statement)) {
        return std::string(other->words);
    }
    if (const auto* grant = as<Grant>(statement)) {
        return grant->revokes ? "REVOKE" : "GRANT";
    }
    if (const auto* create = as<CreateTableAs>(statement); create != nullptr) {
        return create->materializedView ? "CREATE MATERIALIZED VIEW"
               : create->selectInto     ? "SELECT INTO"
                                        : "CREATE TABLE AS";
    }
    return std::string(wordsOf(statement.kind));
}

} // namespace ironlaw
