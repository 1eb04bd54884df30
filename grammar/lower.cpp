// The dispatcher from raw nodes to their lowering, and the names that all of them use.
#include "grammar/lower.h"

#include <llvm/ADT/SmallVector.h>

namespace ironlaw {

Name Lowering::name(const char* text) {
    return text == nullptr ? Name() : name(std::string_view(text));
}

Name Lowering::name(std::string_view text) {
    if (text.empty()) {
        return {};
    }
    std::string_view copied = arena_.copy(truncatedIdentifier(text));
    return {copied, needsQuotes(copied)};
}

std::span<const Name> Lowering::names(const ::List* list) {
    llvm::SmallVector<Name, 4> result;
    for (const auto* node : Nodes<::Node>(list)) {
        if (node->type == T_String) {
            result.push_back(name(cast<::String>(node)->sval));
        }
    }
    return arena_.copy(result);
}

Name Lowering::lastName(const ::List* list) {
    return list == nullptr ? Name() : name(stringOf(static_cast<const ::Node*>(llast(list))));
}

QualifiedName Lowering::qualifiedName(const ::RangeVar* node) {
    if (node == nullptr) {
        return {};
    }
    QualifiedName result{name(node->schemaname), name(node->relname), {}};
    if (node->location >= 0) {
        result.range = qualifiedNameAt(text_, offset(node->location));
    }
    return result;
}

QualifiedName Lowering::qualifiedName(const ::List* parts, int location) {
    QualifiedName result;
    for (const auto* part : Nodes<::Node>(parts)) {
        if (part->type != T_String) {
            continue;
        }
        result.schema = result.name;
        result.name = name(cast<::String>(part)->sval);
    }
    if (location >= 0) {
        result.range = qualifiedNameAt(text_, offset(location));
    }
    return result;
}

QualifiedName Lowering::nameBehind(size_t tokens, const ::List* parts, Range range) {
    QualifiedName result = qualifiedName(parts);
    result.range = qualifiedNameAt(text_, behindTokens(text_, range, tokens));
    return result;
}

std::span<const QualifiedName> Lowering::relations(const ::List* list) {
    std::vector<QualifiedName> result;
    for (const auto* node : Nodes<::Node>(list)) {
        if (node->type == T_RangeVar) {
            result.push_back(qualifiedName(cast<::RangeVar>(node)));
        } else if (node->type == T_VacuumRelation) {
            result.push_back(qualifiedName(cast<::VacuumRelation>(node)->relation));
        }
    }
    return arena_.copy(result);
}

std::span<const uint8_t> Lowering::onlyOf(const ::List* relations) {
    std::vector<uint8_t> result;
    for (const auto* relation : Nodes<::RangeVar>(relations)) {
        result.push_back(relation->inh ? 0 : 1);
    }
    return arena_.copy(result);
}

const Statement* Lowering::statement(const ::Node* node, Range range) {
    const Statement* result = nullptr;
    switch (nodeTag(node)) {
    case T_CreateStmt: result = createTable(cast<::CreateStmt>(node), range, false); break;
    case T_CreateForeignTableStmt:
        result = createTable(&cast<::CreateForeignTableStmt>(node)->base, range, true);
        break;
    case T_CreateTableAsStmt: result = createTableAs(cast<::CreateTableAsStmt>(node), range); break;
    case T_AlterTableStmt: result = alterTable(cast<::AlterTableStmt>(node), range); break;
    case T_IndexStmt: result = createIndex(cast<::IndexStmt>(node), range); break;
    case T_ReindexStmt: result = reindex(cast<::ReindexStmt>(node), range); break;
    case T_RefreshMatViewStmt:
    case T_TruncateStmt:
    case T_VacuumStmt:
    case T_ClusterStmt:
    case T_LockStmt: result = maintenance(node, range); break;
    case T_DropStmt: result = drop(cast<::DropStmt>(node), range); break;
    case T_DropRoleStmt:
    case T_DropdbStmt: result = dropOther(node, range); break;
    case T_RenameStmt: result = rename(cast<::RenameStmt>(node), range); break;
    case T_AlterObjectSchemaStmt:
        result = setSchema(cast<::AlterObjectSchemaStmt>(node), range);
        break;
    case T_AlterOwnerStmt: result = changeOwner(cast<::AlterOwnerStmt>(node), range); break;
    case T_CommentStmt: result = comment(cast<::CommentStmt>(node), range); break;
    case T_CreateFunctionStmt:
        result = createRoutine(cast<::CreateFunctionStmt>(node), range);
        break;
    case T_DoStmt: result = doBlock(cast<::DoStmt>(node), range); break;
    case T_CreateTrigStmt: result = createTrigger(cast<::CreateTrigStmt>(node), range); break;
    case T_RuleStmt: result = createRule(cast<::RuleStmt>(node), range); break;
    case T_CreatePolicyStmt:
    case T_AlterPolicyStmt: result = policy(node, range); break;
    case T_TransactionStmt: result = transaction(cast<::TransactionStmt>(node), range); break;
    case T_VariableSetStmt: result = setVariable(cast<::VariableSetStmt>(node), range); break;
    case T_DiscardStmt: result = discard(cast<::DiscardStmt>(node), range); break;
    case T_CopyStmt: result = copyStatement(cast<::CopyStmt>(node), range); break;
    case T_SelectStmt: result = selectInto(cast<::SelectStmt>(node), range); break;
    case T_InsertStmt:
    case T_UpdateStmt:
    case T_DeleteStmt:
    case T_MergeStmt: result = queryStatement(node, range, true); break;
    case T_ExplainStmt: result = explain(cast<::ExplainStmt>(node), range); break;
    case T_ReturnStmt: result = returnStatement(cast<::ReturnStmt>(node), range); break;
    default: result = createObject(node, range); break;
    }
    return tooDeep_ ? nullptr : result;
}

} // namespace ironlaw
