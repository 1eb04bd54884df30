// Which younger syntax a raw node uses. The nodes are those that lowering meets anyway.
#include "grammar/lower.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace ironlaw {

namespace {

struct NodeFeature {
    ::NodeTag tag;
    SyntaxFeature feature;
};

/// Nodes that stand for one feature, whatever is in them.
constexpr std::array wholeNodes = {
    NodeFeature{T_AlterDatabaseRefreshCollStmt, SyntaxFeature::RefreshCollation},
    NodeFeature{T_AlterStatsStmt, SyntaxFeature::AlterStatistics},
    NodeFeature{T_AlterTypeStmt, SyntaxFeature::AlterBaseType},
    NodeFeature{T_CTECycleClause, SyntaxFeature::CycleClause},
    NodeFeature{T_CTESearchClause, SyntaxFeature::SearchClause},
    NodeFeature{T_JsonArrayAgg, SyntaxFeature::JsonConstructor},
    NodeFeature{T_JsonArrayConstructor, SyntaxFeature::JsonConstructor},
    NodeFeature{T_JsonArrayQueryConstructor, SyntaxFeature::JsonConstructor},
    NodeFeature{T_JsonFuncExpr, SyntaxFeature::JsonQuery},
    NodeFeature{T_JsonIsPredicate, SyntaxFeature::JsonConstructor},
    NodeFeature{T_JsonObjectAgg, SyntaxFeature::JsonConstructor},
    NodeFeature{T_JsonObjectConstructor, SyntaxFeature::JsonConstructor},
    NodeFeature{T_JsonParseExpr, SyntaxFeature::JsonQuery},
    NodeFeature{T_JsonScalarExpr, SyntaxFeature::JsonQuery},
    NodeFeature{T_JsonSerializeExpr, SyntaxFeature::JsonQuery},
    NodeFeature{T_JsonTable, SyntaxFeature::JsonQuery},
};

struct Option {
    ::NodeTag statement;
    std::string_view name;
};

constexpr std::array options = {
#define OPTION(NodeTag, option, since, command) Option{T_##NodeTag, option},
#include "grammar/syntax-features.def"
};

/// Where the options of a statement are.
const ::List* optionsOf(const ::Node* node) {
    switch (nodeTag(node)) {
    case T_CopyStmt: return cast<::CopyStmt>(node)->options;
    case T_CreatePublicationStmt: return cast<::CreatePublicationStmt>(node)->options;
    case T_CreateRangeStmt: return cast<::CreateRangeStmt>(node)->params;
    case T_CreateStmt: return cast<::CreateStmt>(node)->options;
    case T_DefineStmt:
        return cast<::DefineStmt>(node)->kind == OBJECT_COLLATION
                   ? cast<::DefineStmt>(node)->definition
                   : nullptr;
    case T_ExplainStmt: return cast<::ExplainStmt>(node)->options;
    case T_IndexStmt: return cast<::IndexStmt>(node)->options;
    case T_ReindexStmt: return cast<::ReindexStmt>(node)->params;
    case T_VacuumStmt: return cast<::VacuumStmt>(node)->options;
    case T_ViewStmt: return cast<::ViewStmt>(node)->options;
    default: return nullptr;
    }
}

} // namespace

void Lowering::use(SyntaxFeature feature, int location) {
    features_.push_back({feature, location < 0 ? unplacedFeature : offset(location)});
}

void Lowering::noteOptions(::NodeTag statement, const ::List* list) {
    for (const auto* option : Nodes<::DefElem>(list)) {
        const auto* known = std::ranges::find_if(options, [&](const Option& one) {
            return one.statement == statement && one.name == option->defname;
        });
        if (known != options.end()) {
            use(static_cast<SyntaxFeature>(static_cast<size_t>(SyntaxFeature::FirstOption) +
                                           static_cast<size_t>(known - options.begin())),
                option->location);
        }
    }
}

void Lowering::note(const ::Node* node) {
    if (node == nullptr) {
        return;
    }
    const auto* whole = std::ranges::find(wholeNodes, nodeTag(node), &NodeFeature::tag);
    if (whole != wholeNodes.end()) {
        use(whole->feature);
    }
    switch (nodeTag(node)) {
    case T_CreateFunctionStmt: noteRoutine(cast<::CreateFunctionStmt>(node)); break;
    case T_GrantStmt:
    case T_GrantRoleStmt: noteGrant(node); break;
    default:
        noteObject(node);
        noteOptions(nodeTag(node), optionsOf(node));
        break;
    }
}

template <typename T> bool Lowering::noteReturning(const T* node) {
#if PG_VERSION_NUM >= 180000
    if (node->returningClause != nullptr && node->returningClause->options != nullptr) {
        use(SyntaxFeature::ReturningOptions);
    }
    return node->returningClause != nullptr;
#else
    return node->returningList != nullptr;
#endif
}

void Lowering::noteQuery(const ::Node* node) {
    switch (nodeTag(node)) {
    case T_SelectStmt:
        if (cast<::SelectStmt>(node)->limitOption == LIMIT_OPTION_WITH_TIES) {
            use(SyntaxFeature::WithTies);
        }
        if (cast<::SelectStmt>(node)->groupDistinct) {
            use(SyntaxFeature::GroupByDistinct);
        }
        break;
    case T_InsertStmt: noteReturning(cast<::InsertStmt>(node)); break;
    case T_UpdateStmt: noteReturning(cast<::UpdateStmt>(node)); break;
    case T_DeleteStmt: noteReturning(cast<::DeleteStmt>(node)); break;
    case T_MergeStmt:
        use(SyntaxFeature::Merge);
        if (noteReturning(cast<::MergeStmt>(node))) {
            use(SyntaxFeature::MergeReturning);
        }
        for (const auto* when :
             Nodes<::MergeWhenClause>(cast<::MergeStmt>(node)->mergeWhenClauses)) {
            if (when->matchKind == MERGE_WHEN_NOT_MATCHED_BY_SOURCE) {
                use(SyntaxFeature::MergeBySource);
            }
        }
        break;
    default: break;
    }
}

void Lowering::noteObject(const ::Node* node) {
    switch (nodeTag(node)) {
    case T_AlterObjectDependsStmt:
        if (cast<::AlterObjectDependsStmt>(node)->remove) {
            use(SyntaxFeature::IndependentOfExtension);
        }
        break;
    case T_AlterPublicationStmt:
        notePublication(cast<::AlterPublicationStmt>(node)->pubobjects);
        break;
    case T_AlterSubscriptionStmt: {
        const auto kind = cast<::AlterSubscriptionStmt>(node)->kind;
        if (kind == ALTER_SUBSCRIPTION_ADD_PUBLICATION ||
            kind == ALTER_SUBSCRIPTION_DROP_PUBLICATION) {
            use(SyntaxFeature::SubscriptionPublication);
        } else if (kind == ALTER_SUBSCRIPTION_SKIP) {
            use(SyntaxFeature::SkipTransaction);
        }
        break;
    }
    case T_CreatePublicationStmt:
        notePublication(cast<::CreatePublicationStmt>(node)->pubobjects);
        break;
    case T_CreateSeqStmt:
        if (cast<::CreateSeqStmt>(node)->sequence->relpersistence == 'u') {
            use(SyntaxFeature::SequencePersistence);
        }
        break;
    case T_CreateStatsStmt:
        if (cast<::CreateStatsStmt>(node)->defnames == nullptr) {
            use(SyntaxFeature::AnonymousStatistics);
        }
        for (const auto* element : Nodes<::StatsElem>(cast<::CreateStatsStmt>(node)->exprs)) {
            if (element->expr != nullptr) {
                use(SyntaxFeature::StatisticsOfExpression);
            }
        }
        break;
    case T_CreateTrigStmt:
        if (cast<::CreateTrigStmt>(node)->replace) {
            use(SyntaxFeature::ReplaceTrigger);
        }
        break;
    case T_DropdbStmt:
        if (cast<::DropdbStmt>(node)->options != nullptr) {
            use(SyntaxFeature::DropDatabaseForce);
        }
        break;
    case T_IndexStmt:
        if (cast<::IndexStmt>(node)->nulls_not_distinct) {
            use(SyntaxFeature::NullsNotDistinct);
        }
        break;
    default: noteMaintenance(node); break;
    }
}

void Lowering::noteMaintenance(const ::Node* node) {
    switch (nodeTag(node)) {
    case T_ReindexStmt:
        if (cast<::ReindexStmt>(node)->relation == nullptr &&
            cast<::ReindexStmt>(node)->name == nullptr) {
            use(SyntaxFeature::WholeDatabase);
        }
        break;
    case T_RenameStmt:
        if (cast<::RenameStmt>(node)->renameType == OBJECT_COLUMN &&
            cast<::RenameStmt>(node)->relationType == OBJECT_VIEW) {
            use(SyntaxFeature::RenameViewColumn);
        }
        break;
    case T_VacuumStmt:
        for (const auto* table : Nodes<::VacuumRelation>(cast<::VacuumStmt>(node)->rels)) {
            if (table->relation != nullptr && !table->relation->inh) {
                use(SyntaxFeature::OnlyOneTable, table->relation->location);
            }
        }
        break;
    default: break;
    }
}

void Lowering::notePublication(const ::List* objects) {
    for (const auto* object : Nodes<::PublicationObjSpec>(objects)) {
        if (object->pubobjtype != PUBLICATIONOBJ_TABLE) {
            use(SyntaxFeature::PublicationOfSchema, object->location);
        } else if (object->pubtable != nullptr && (object->pubtable->whereClause != nullptr ||
                                                   object->pubtable->columns != nullptr)) {
            use(SyntaxFeature::PublicationOfSome, object->location);
        }
    }
}

void Lowering::noteRoutine(const ::CreateFunctionStmt* node) {
    if (node->sql_body != nullptr) {
        use(SyntaxFeature::SqlBody);
    }
    for (const auto* parameter : Nodes<::FunctionParameter>(node->parameters)) {
        if (node->is_procedure && parameter->mode == FUNC_PARAM_OUT) {
#if PG_VERSION_NUM >= 180000
            use(SyntaxFeature::OutOfProcedure, parameter->location);
#else
            use(SyntaxFeature::OutOfProcedure);
#endif
        }
    }
}

void Lowering::noteGrant(const ::Node* node) {
    if (nodeTag(node) == T_GrantRoleStmt) {
        for (const auto* option : Nodes<::DefElem>(cast<::GrantRoleStmt>(node)->opt)) {
            if (std::string_view(option->defname) != "admin") {
                use(SyntaxFeature::RoleMembershipOption, option->location);
            }
        }
        return;
    }
    const auto* grant = cast<::GrantStmt>(node);
    if (grant->grantor != nullptr) {
        use(SyntaxFeature::GrantedBy, grant->grantor->location);
    }
    if (grant->objtype == OBJECT_PARAMETER_ACL) {
        use(SyntaxFeature::ServerParameter);
    }
    for (const auto* privilege : Nodes<::AccessPriv>(grant->privileges)) {
        if (privilege->priv_name != nullptr &&
            std::string_view(privilege->priv_name) == "maintain") {
            use(SyntaxFeature::Maintain);
        }
    }
}

void Lowering::noteAction(const ::AlterTableCmd* node, bool ofSequence) {
    switch (node->subtype) {
    case AT_DropExpression: use(SyntaxFeature::DropExpression); break;
    case AT_SetExpression: use(SyntaxFeature::SetExpression); break;
    case AT_SetCompression: use(SyntaxFeature::Compression); break;
    case AT_SetStorage:
        if (stringOf(node->def) == "default") {
            use(SyntaxFeature::DefaultStorage);
        }
        break;
    case AT_SetStatistics:
        if (node->def == nullptr) {
            use(SyntaxFeature::DefaultStatistics);
        }
        break;
    case AT_SetAccessMethod:
        use(node->name == nullptr ? SyntaxFeature::DefaultAccessMethod
                                  : SyntaxFeature::SetAccessMethod);
        break;
    case AT_SetLogged:
    case AT_SetUnLogged:
        if (ofSequence) {
            use(SyntaxFeature::SequencePersistence);
        }
        break;
    case AT_DetachPartitionFinalize: use(SyntaxFeature::DetachFinalize); break;
    case AT_DetachPartition:
        if (cast<::PartitionCmd>(node->def)->concurrent) {
            use(SyntaxFeature::DetachConcurrently);
        }
        break;
    case AT_SetRelOptions: noteOptions(T_AlterTableStmt, cast<::List>(node->def)); break;
#if PG_VERSION_NUM >= 180000
    case AT_AlterConstraint:
        if (cast<::ATAlterConstraint>(node->def)->alterEnforceability) {
            use(SyntaxFeature::AlterEnforcement);
        }
        if (cast<::ATAlterConstraint>(node->def)->alterInheritability) {
            use(SyntaxFeature::AlterInheritability);
        }
        break;
#endif
    default: break;
    }
}

void Lowering::noteConstraint(const ::Constraint* node) {
    if (node->nulls_not_distinct) {
        use(SyntaxFeature::NullsNotDistinct, node->location);
    }
    if (node->fk_del_set_cols != nullptr) {
        use(SyntaxFeature::SetNullColumns, node->location);
    }
    if (node->contype == CONSTR_NOTNULL && node->is_no_inherit) {
        use(SyntaxFeature::NotNullOfOne, node->location);
    }
#if PG_VERSION_NUM >= 180000
    if (node->contype == CONSTR_GENERATED && node->generated_kind == 'v') {
        use(SyntaxFeature::VirtualColumn, node->location);
    }
    const bool enforceable = node->contype == CONSTR_CHECK || node->contype == CONSTR_FOREIGN;
    if (node->contype == CONSTR_ATTR_NOT_ENFORCED || node->contype == CONSTR_ATTR_ENFORCED ||
        (enforceable && !node->is_enforced)) {
        use(SyntaxFeature::NotEnforced, node->location);
    }
    if (node->without_overlaps) {
        use(SyntaxFeature::WithoutOverlaps, node->location);
    }
    if (node->fk_with_period) {
        use(SyntaxFeature::Period, node->location);
    }
#endif
}

void Lowering::noteNumber(const ::A_Const* node) {
    if (node->location < 0) {
        return;
    }
    const uint32_t begin = offset(node->location) - text_.base;
    const std::string_view rest = text_.bytes.substr(std::min<size_t>(begin, text_.bytes.size()));
    const auto isPart = [](char byte) {
        return byte == '_' || std::isalnum(static_cast<unsigned char>(byte)) != 0;
    };
    const auto* end = std::ranges::find_if_not(rest, isPart);
    const std::string_view digits(rest.begin(), end);
    const bool hasBase = digits.size() > 2 && digits[0] == '0' &&
                         std::isalpha(static_cast<unsigned char>(digits[1])) != 0;
    if (hasBase || std::ranges::find(digits, '_') != digits.end()) {
        use(SyntaxFeature::NumberNotation, node->location);
    }
}

} // namespace ironlaw
