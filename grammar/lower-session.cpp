// Lowering of transaction control, settings, COPY, queries, and the list of what is not lowered.
#include "grammar/lower.h"

#include <array>

namespace ironlaw {

const Statement* Lowering::transaction(const ::TransactionStmt* node, Range range) {
    static constexpr TransactionAction actions[] = {TransactionAction::Begin,
                                                    TransactionAction::Begin,
                                                    TransactionAction::Commit,
                                                    TransactionAction::Rollback,
                                                    TransactionAction::Savepoint,
                                                    TransactionAction::ReleaseSavepoint,
                                                    TransactionAction::RollbackToSavepoint,
                                                    TransactionAction::Prepare,
                                                    TransactionAction::CommitPrepared,
                                                    TransactionAction::RollbackPrepared};
    auto* result = start<TransactionStatement>(range);
    result->action = actions[node->kind];
    result->savepoint = name(node->savepoint_name);
    result->chain = node->chain;
    return result;
}

const Statement* Lowering::discard(const ::DiscardStmt* node, Range range) {
    auto* result = start<Discard>(range);
    result->all = node->target == DISCARD_ALL;
    result->temporary = result->all || node->target == DISCARD_TEMP;
    return result;
}

const Statement* Lowering::setVariable(const ::VariableSetStmt* node, Range range) {
    auto* result = start<SetVariable>(range);
    result->name = name(node->name);
    result->local = node->is_local;
    result->reset =
        node->kind == VAR_RESET || node->kind == VAR_RESET_ALL || node->kind == VAR_SET_DEFAULT;
    if (node->kind == VAR_RESET_ALL) {
        result->name = {"all", false};
    }
    if (node->kind == VAR_SET_MULTI) {
        // SET TRANSACTION and SESSION CHARACTERISTICS: their options are no variables.
        result->name = {};
        return result;
    }
    std::vector<std::string_view> values;
    for (const auto* argument : Nodes<::Node>(node->args)) {
        if (const Expression* value = expression(argument)) {
            // SET TIME ZONE INTERVAL '…' casts its value.
            const Expression* plain =
                value->kind == ExpressionKind::Cast && !value->operands.empty()
                    ? value->operands.front()
                    : value;
            values.push_back(plain->text);
        }
    }
    result->values = arena_.copy(values);
    return result;
}

const Statement* Lowering::copyStatement(const ::CopyStmt* node, Range range) {
    Copy* result = start<Copy>(range);
    result->table = qualifiedName(node->relation);
    result->columns = names(node->attlist);
    result->query = query(node->query);
    result->from = node->is_from;
    result->standardStream = node->filename == nullptr && !node->is_program;
    return result;
}

const Statement* Lowering::prepare(const ::PrepareStmt* node, Range range) {
    auto* result = start<QueryStatement>(range);
    result->query = query(node->query);
    result->executes = false;
    result->prepares = true;
    return result->query == nullptr ? nullptr : result;
}

const Statement* Lowering::queryStatement(const ::Node* node, Range range, bool executes) {
    const Query* lowered = query(node);
    if (lowered == nullptr) {
        // EXPLAIN of a statement that is no query, and what is nested too deeply.
        OtherStatement* nothing = start<OtherStatement>(range);
        nothing->words = "EXPLAIN";
        nothing->reason = "it changes no object";
        return nothing;
    }
    QueryStatement* result = start<QueryStatement>(range);
    result->query = lowered;
    result->executes = executes;
    return result;
}

namespace {

struct OtherKind {
    ::NodeTag tag;
    std::string_view words;
    std::string_view reason;
    bool refused;
    bool changes;
};

constexpr std::array otherKinds = {
#define IGNORED(NodeTag, words, refused, changes, reason)                                          \
    OtherKind{T_##NodeTag, words, reason, refused, changes},
#define UNMODELLED(NodeTag, words, changes) OtherKind{T_##NodeTag, words, "", false, changes},
#include "grammar/statement-kinds.def"
};

} // namespace

namespace {

bool hasOption(const ::List* options, std::string_view name) {
    for (const auto* option : Nodes<::DefElem>(options)) {
        if (name == option->defname) {
            return true;
        }
    }
    return false;
}

bool optionIsOff(const ::List* options, std::string_view name) {
    return hasOption(options, name) && !optionIsOn(options, name);
}

} // namespace

const Statement* Lowering::explain(const ::ExplainStmt* node, Range range) {
    if (optionIsOn(node->options, "analyze")) {
        // Also CREATE TABLE AS, REFRESH MATERIALIZED VIEW and EXECUTE.
        return statement(node->query, range);
    }
    const bool makesTable = node->query->type == T_CreateTableAsStmt;
    return queryStatement(makesTable ? cast<::CreateTableAsStmt>(node->query)->query : node->query,
                          range, false);
}

const Statement* Lowering::returnStatement(const ::ReturnStmt* node, Range range) {
    Query* query = arena_.make<Query>();
    const Expression* value = expression(node->returnval);
    query->location = value == nullptr ? range.begin : value->location;
    query->targets = arena_.copy(std::vector<Target>{{Name(), value, query->location}});
    QueryStatement* result = start<QueryStatement>(range);
    result->query = query;
    return result;
}

const Statement* Lowering::other(const ::Node* node, Range range) {
    switch (nodeTag(node)) {
    case T_PrepareStmt: return prepare(cast<::PrepareStmt>(node), range);
    case T_DeclareCursorStmt:
        return queryStatement(cast<::DeclareCursorStmt>(node)->query, range, true);
    case T_CallStmt: {
        Call* result = start<Call>(range);
        result->call = functionCall(cast<::CallStmt>(node)->funccall);
        return result;
    }
    default: break;
    }
    OtherStatement* result = start<OtherStatement>(range);
    result->words = "statement";
    result->changesDatabase = true;
    for (const OtherKind& known : otherKinds) {
        if (known.tag == nodeTag(node)) {
            result->words = known.words;
            result->reason = known.reason;
            result->refusedInTransaction = known.refused;
            result->changesDatabase = known.changes;
        }
    }
    result->changes = arena_.copy(changes(node));
    if (nodeTag(node) == T_AlterDefaultPrivilegesStmt) {
        defaultPrivileges(cast<::AlterDefaultPrivilegesStmt>(node), *result);
    }
    if (nodeTag(node) == T_DefineStmt) {
        result->words = "CREATE AGGREGATE in the syntax before PostgreSQL 8.2";
    }
    if (nodeTag(node) == T_AlterDatabaseStmt &&
        hasOption(cast<::AlterDatabaseStmt>(node)->options, "tablespace")) {
        result->words = "ALTER DATABASE SET TABLESPACE";
        result->refusedInTransaction = true;
    }
    if (nodeTag(node) == T_CreateSubscriptionStmt) {
        // It is refused if it makes a replication slot, as it does unless an option says not to.
        const ::List* options = cast<::CreateSubscriptionStmt>(node)->options;
        result->refusedInTransaction =
            !optionIsOff(options, "connect") && !optionIsOff(options, "create_slot");
    }
    return result;
}

} // namespace ironlaw
