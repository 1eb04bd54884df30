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
    const size_t outerFeatures = features_.size();
    const Statement* result = lowered(node, range);
    if (features_.size() == outerFeatures) {
        return tooDeep_ ? nullptr : result;
    }
    for (size_t i = outerFeatures; i < features_.size(); ++i) {
        if (features_[i].location == unplacedFeature) {
            features_[i].location = range.begin;
        }
    }
    if (result != nullptr) {
        // It was made in the arena by the call above.
        const_cast<Statement*>(result)->features =
            arena_.copy(std::span(features_).subspan(outerFeatures));
    }
    features_.resize(outerFeatures);
    return tooDeep_ ? nullptr : result;
}

const Statement* Lowering::lowered(const ::Node* node, Range range) {
    note(node);
    switch (nodeTag(node)) {
    case T_CreateStmt: return createTable(cast<::CreateStmt>(node), range);
    case T_CreateForeignTableStmt:
        return createForeignTable(cast<::CreateForeignTableStmt>(node), range);
    case T_CreateTableAsStmt: return createTableAs(cast<::CreateTableAsStmt>(node), range);
    case T_AlterTableStmt: return alterTable(cast<::AlterTableStmt>(node), range);
    case T_IndexStmt: return createIndex(cast<::IndexStmt>(node), range);
    case T_ReindexStmt: return reindex(cast<::ReindexStmt>(node), range);
    case T_RefreshMatViewStmt:
    case T_TruncateStmt:
    case T_VacuumStmt:
    case T_ClusterStmt:
    case T_LockStmt: return maintenance(node, range);
    case T_DropStmt: return drop(cast<::DropStmt>(node), range);
    case T_DropRoleStmt:
    case T_DropdbStmt: return dropOther(node, range);
    case T_RenameStmt: return rename(cast<::RenameStmt>(node), range);
    case T_AlterObjectSchemaStmt: return setSchema(cast<::AlterObjectSchemaStmt>(node), range);
    case T_AlterOwnerStmt: return changeOwner(cast<::AlterOwnerStmt>(node), range);
    case T_CommentStmt: return comment(cast<::CommentStmt>(node), range);
    case T_CreateFunctionStmt: return createRoutine(cast<::CreateFunctionStmt>(node), range);
    case T_DoStmt: return doBlock(cast<::DoStmt>(node), range);
    case T_CreateTrigStmt: return createTrigger(cast<::CreateTrigStmt>(node), range);
    case T_RuleStmt: return createRule(cast<::RuleStmt>(node), range);
    case T_CreatePolicyStmt:
    case T_AlterPolicyStmt: return policy(node, range);
    case T_TransactionStmt: return transaction(cast<::TransactionStmt>(node), range);
    case T_VariableSetStmt: return setVariable(cast<::VariableSetStmt>(node), range);
    case T_DiscardStmt: return discard(cast<::DiscardStmt>(node), range);
    case T_CopyStmt: return copyStatement(cast<::CopyStmt>(node), range);
    case T_SelectStmt: return selectInto(cast<::SelectStmt>(node), range);
    case T_InsertStmt:
    case T_UpdateStmt:
    case T_DeleteStmt:
    case T_MergeStmt: return queryStatement(node, range, true);
    case T_ExplainStmt: return explain(cast<::ExplainStmt>(node), range);
    case T_ReturnStmt: return returnStatement(cast<::ReturnStmt>(node), range);
    default: return createObject(node, range);
    }
}

} // namespace ironlaw
