// See losses.h.
#include "analyzer/rollback/losses.h"

#include "analyzer/catalog/needs.h"
#include "analyzer/replay/facts/facts.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <llvm/ADT/StringExtras.h>

#include <algorithm>

namespace ironlaw {

namespace {

/// A statement as part of a line.
std::string oneLine(std::string_view text) {
    constexpr size_t longest = 100;
    std::string result;
    for (const char c : text) {
        const bool blank = llvm::isSpace(c);
        if (!blank || (!result.empty() && result.back() != ' ')) {
            result += blank ? ' ' : c;
        }
    }
    if (result.size() <= longest) {
        return result;
    }
    size_t end = longest;
    while (end > 0 && (static_cast<unsigned char>(result[end]) & 0xC0U) == 0x80U) {
        --end;
    }
    return result.substr(0, end) + "…";
}

/// What an action changes that the catalog does not keep.
bool isUnseen(AlterActionKind kind) {
    switch (kind) {
    case AlterActionKind::SetTablespace:
    case AlterActionKind::SetAccessMethod:
    case AlterActionKind::ToggleTrigger:
    case AlterActionKind::SetStatistics:
    case AlterActionKind::SetStorage:
    case AlterActionKind::SetOptions:
    case AlterActionKind::ReplicaIdentity:
    case AlterActionKind::ClusterOn:
    case AlterActionKind::Other: return true;
    default: return false;
    }
}

/// What an action changes was not there before: it is undone whatever else the table has.
bool onlyAdds(AlterActionKind kind) {
    return kind == AlterActionKind::AddColumn || kind == AlterActionKind::AddConstraint ||
           kind == AlterActionKind::RowSecurity || kind == AlterActionKind::ChangeOwner;
}

/// Statements that do nothing but change what the catalog has: if they leave it as it is, they
/// change what it does not have. One that asks first may find nothing to do.
bool changesCatalogOnly(const Statement& statement, const Catalog& catalog) {
    switch (statement.kind) {
    case StatementKind::Drop: return !(as<Drop>(statement)->ifExists && catalog.complete());
    case StatementKind::Rename: return !as<Rename>(statement)->ifExists;
    case StatementKind::SetSchema: return !as<SetSchema>(statement)->ifExists;
    case StatementKind::AlterEnum: return !as<AlterEnum>(statement)->ifNotExists;
    case StatementKind::ChangeOwner:
    case StatementKind::CommentOn:
    case StatementKind::Grant:
    case StatementKind::AlterDomain:
    case StatementKind::AlterDefinition:
    case StatementKind::AlterPolicy: return true;
    default: return false;
    }
}

bool isConcurrentIndex(const Statement& statement) {
    const auto* create = as<CreateIndex>(statement);
    const auto* drop = as<Drop>(statement);
    return (create != nullptr && create->concurrently) || (drop != nullptr && drop->concurrently);
}

} // namespace

LossReader::LossReader(const Replay& replay, const std::vector<ObjectId>& log,
                       std::function<std::string_view(FileId)> fileText)
    : replay_(replay), log_(log), fileText_(std::move(fileText)),
      firstMade_(replay.catalog().nextId()) {}

void LossReader::statement(const Statement& statement, const Effects& effects) {
    settleLast();
    hasChanges_ |= effects.changesDatabase;
    isConcurrent_ |= isConcurrentIndex(statement);
    if (!effects.mayChangeDatabase) {
        return;
    }
    if (effects.changesDatabase && changesCatalogOnly(statement, replay_.catalog())) {
        last_ = statement.range;
        lastFile_ = replay_.file();
        changesBefore_ = log_.size();
    } else if (const auto* query = as<QueryStatement>(statement)) {
        this->query(*query, effects);
    } else if (const auto* truncate = as<Truncate>(statement)) {
        for (const QualifiedName& name : truncate->tables) {
            if (!goes(name)) {
                mark(fmt::format("irreversible: the rows of \"{}\" are lost", displayName(name)));
            }
        }
    } else if (const auto* copy = as<Copy>(statement)) {
        if (copy->from && !goes(copy->table)) {
            mark(fmt::format("not undone: the rows that COPY adds to \"{}\"",
                             displayName(copy->table)));
        }
    } else if (const auto* alter = as<AlterTable>(statement)) {
        this->alter(*alter);
    } else if (const auto* block = as<Do>(statement)) {
        inner(block->body);
    } else if (const auto* sequence = as<AlterSequence>(statement)) {
        const Lookup<Sequence> known = replay_.catalog().lookup<Sequence>(sequence->name);
        const bool onlyOwner = !sequence->ownedByTable.empty() || sequence->ownedByNone;
        if (!onlyOwner && (!known || known->id < firstMade_)) {
            notUndone(statement.range);
        }
    } else if (statement.kind == StatementKind::Call || statement.kind == StatementKind::Other) {
        notUndone(statement.range);
    }
}

void LossReader::errors(const ParsedSection& section, FileId file) {
    for (const SyntaxError& error : section.errors) {
        const Range range = error.statement;
        hasChanges_ = true;
        mark(fmt::format("not undone, for it could not be read: {}",
                         oneLine(fileText_(file).substr(range.begin, range.size()))));
    }
}

void LossReader::finish() { settleLast(); }

void LossReader::settleLast() {
    if (last_ && log_.size() == changesBefore_) {
        mark(fmt::format("not undone: {}",
                         oneLine(fileText_(lastFile_).substr(last_->begin, last_->size()))));
    }
    last_.reset();
}

/// What the statements do to the schema is in the catalog.
void LossReader::inner(const Body& body) {
    for (const Statement* one : body.statements) {
        if (const auto* query = as<QueryStatement>(*one)) {
            rows(*query->query);
        } else if (const auto* alter = as<AlterTable>(*one)) {
            this->alter(*alter);
        }
    }
    if (body.executesDynamicSql) {
        mark("not undone: what EXECUTE runs in a DO block");
    } else if (!body.readable) {
        mark("not undone: what a DO block does that could not be read");
    }
}

void LossReader::query(const QueryStatement& statement, const Effects& effects) {
    const Query& query = *statement.query;
    if (query.kind == QueryKind::Select && query.relation.empty()) {
        const Expression* call = query.targets.empty() ? nullptr : query.targets.front().value;
        const bool isCall = call != nullptr && call->kind == ExpressionKind::FunctionCall;
        const Sequence* sequence = isCall ? calledSequence(*call, replay_.catalog()) : nullptr;
        const bool isNew = sequence != nullptr && sequence->id >= firstMade_;
        const bool isHarmless = isCall &&
                                replay_.catalog().routines(qualifiedName(call->names)).empty() &&
                                volatilityOfBuiltin(call->text, replay_.serverVersion()) &&
                                !isChangingBuiltin(call->text);
        if (!isNew && !isHarmless && (isCall || effects.changesDatabase) &&
            query.clauses->with.empty()) {
            notUndone(statement.range);
        }
    }
    rows(query);
}

void LossReader::rows(const Query& query) {
    walkQueries(query, QueryPlace::TopLevel, [&](const Query& one, QueryPlace) {
        if (!writes(one) || goes(one.relation)) {
            return;
        }
        const std::string name = displayName(one.relation);
        if (one.kind == QueryKind::Insert || one.kind == QueryKind::Merge) {
            mark(fmt::format("not undone: the rows that {} adds to \"{}\"",
                             one.kind == QueryKind::Insert ? "INSERT" : "MERGE", name));
        }
        if (one.kind == QueryKind::Delete) {
            mark(
                fmt::format("irreversible: the rows that DELETE takes from \"{}\" are lost", name));
        }
        update(one, tableOf(one.relation), name);
    });
}

/// Columns that the migration has added go with all their values.
void LossReader::update(const Query& query, const Table* table, std::string_view name) {
    const std::span<const Target> set =
        query.kind == QueryKind::Update ? query.targets : query.clauses->assignments;
    std::vector<std::string_view> columns;
    for (const Target& target : set) {
        const std::string_view column = target.name.text;
        const Column* known = table == nullptr ? nullptr : table->column(column);
        const bool isNew = known != nullptr && known->origin.migration == replay_.migration();
        if (!isNew && std::ranges::find(columns, column) == columns.end()) {
            columns.push_back(column);
        }
    }
    if (!columns.empty()) {
        mark(fmt::format("irreversible: the former values of \"{}\" in \"{}\" are lost",
                         fmt::join(columns, "\", \""), name));
    }
}

void LossReader::alter(const AlterTable& statement) {
    if (goes(statement.name)) {
        return;
    }
    // What nobody saw made has a state before that nobody knows.
    const Table* table = tableOf(statement.name);
    const bool isTable = statement.objectKind == ObjectKind::Table;
    const bool isKnown = !isTable || (table != nullptr && table->complete);
    for (const AlterAction* action : statement.actions) {
        if (isUnseen(action->kind) || (!isKnown && !onlyAdds(action->kind))) {
            const std::string_view text = fileText_(replay_.file());
            mark(fmt::format("not undone: {} of \"{}\"",
                             oneLine(text.substr(action->range.begin, action->range.size())),
                             displayName(statement.name)));
        }
    }
}

void LossReader::notUndone(Range range) {
    mark(fmt::format("not undone: {}",
                     oneLine(fileText_(replay_.file()).substr(range.begin, range.size()))));
}

void LossReader::mark(std::string text) {
    if (known_.insert(text).second) {
        marks_.push_back(std::move(text));
    }
}

const Table* LossReader::tableOf(const QualifiedName& name) const {
    return replay_.catalog().table(name).object;
}

bool LossReader::goes(const QualifiedName& name) const {
    const CatalogObject* relation = replay_.catalog().relation(name).object;
    const Table* table = as<Table>(relation);
    const bool isMade =
        relation != nullptr && relation->id >= firstMade_ && (table == nullptr || table->complete);
    return isMade || replay_.isTemporary(name);
}

} // namespace ironlaw
