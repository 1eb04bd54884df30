// Lowering of CREATE TABLE, CREATE TABLE AS and SELECT INTO.
#include "grammar/lower.h"

#include <algorithm>

namespace ironlaw {

namespace {

Persistence persistenceOf(char code) {
    switch (code) {
    case 't': return Persistence::Temporary;
    case 'u': return Persistence::Unlogged;
    default: return Persistence::Permanent;
    }
}

PartitionStrategy strategyOf(char code) {
    switch (code) {
    case 'l': return PartitionStrategy::List;
    case 'r': return PartitionStrategy::Range;
    case 'h': return PartitionStrategy::Hash;
    default: return PartitionStrategy::None;
    }
}

} // namespace

PartitionBound Lowering::partitionBound(const ::PartitionBoundSpec* node) {
    if (node == nullptr) {
        return {};
    }
    return {node->is_default, strategyOf(node->strategy)};
}

const Statement* Lowering::createTable(const ::CreateStmt* node, Range range, bool foreign) {
    CreateTable* table = start<CreateTable>(range);
    table->name = qualifiedName(node->relation);
    table->persistence = persistenceOf(node->relation->relpersistence);
    table->ifNotExists = node->if_not_exists;
    table->foreign = foreign;
    tableElements(node, range, *table);
    std::span<const QualifiedName> parents = relations(node->inhRelations);
    if (node->partbound != nullptr && !parents.empty()) {
        table->partitionOf = parents.front();
        table->bound = partitionBound(node->partbound);
    } else {
        table->inherits = parents;
    }
    if (node->ofTypename != nullptr) {
        table->ofType = typeName(node->ofTypename);
    }
    if (node->partspec != nullptr) {
        table->partitionBy = strategyOf(static_cast<char>(node->partspec->strategy));
        std::vector<Name> columns;
        for (const auto* element : Nodes<::PartitionElem>(node->partspec->partParams)) {
            if (element->name != nullptr) {
                columns.push_back(name(element->name));
            }
        }
        table->partitionColumns = arena_.copy(columns);
    }
    return table;
}

void Lowering::tableElements(const ::CreateStmt* node, Range range, CreateTable& table) {
    std::vector<ColumnDefinition> columns;
    std::vector<ConstraintDefinition> constraints;
    std::vector<LikeClause> likes;
    std::vector<Range> items = parenthesisedItems(text_, range, table.name.range.end);
    bool itemsFit = items.size() == Nodes<::Node>(node->tableElts).size();
    size_t position = 0;
    for (const auto* element : Nodes<::Node>(node->tableElts)) {
        Range item = itemsFit ? items[position] : range;
        ++position;
        if (element->type == T_ColumnDef) {
            columns.push_back(column(cast<::ColumnDef>(element), item));
        } else if (element->type == T_Constraint) {
            constraints.push_back(constraint(cast<::Constraint>(element), item));
        } else if (element->type == T_TableLikeClause) {
            const auto* like = cast<::TableLikeClause>(element);
            auto has = [&](::bits32 option) { return (like->options & option) != 0; };
            likes.push_back({qualifiedName(like->relation), has(CREATE_TABLE_LIKE_DEFAULTS),
                             has(CREATE_TABLE_LIKE_CONSTRAINTS), has(CREATE_TABLE_LIKE_INDEXES),
                             has(CREATE_TABLE_LIKE_IDENTITY), has(CREATE_TABLE_LIKE_GENERATED)});
        }
    }
    table.columns = arena_.copy(columns);
    table.constraints = arena_.copy(constraints);
    table.likes = arena_.copy(likes);
}

ColumnDefinition Lowering::column(const ::ColumnDef* node, Range range) {
    ColumnDefinition result;
    result.name = name(node->colname);
    result.range = range;
    if (node->location >= 0) {
        result.range.begin = offset(node->location);
        result.range.end = std::max(range.end, result.range.begin);
    }
    result.type = typeName(node->typeName);
    if (node->collClause != nullptr) {
        std::span<const Name> collation = names(node->collClause->collname);
        result.collation = collation.empty() ? Name() : collation.back();
    }
    std::vector<ConstraintDefinition> others;
    for (const auto* one : Nodes<::Constraint>(node->constraints)) {
        columnConstraint(one, result.range, result, others);
    }
    result.constraints = arena_.copy(others);
    return result;
}

void Lowering::columnConstraint(const ::Constraint* node, Range range, ColumnDefinition& column,
                                std::vector<ConstraintDefinition>& others) {
    switch (node->contype) {
    case CONSTR_NULL: column.explicitNull = true; break;
    case CONSTR_NOTNULL: column.notNull = true; break;
    case CONSTR_DEFAULT:
        column.hasDefault = true;
        column.defaultValue = expression(node->raw_expr);
        break;
    case CONSTR_IDENTITY:
        column.identity =
            node->generated_when == 'a' ? IdentityKind::Always : IdentityKind::ByDefault;
        break;
    case CONSTR_GENERATED:
#if PG_VERSION_NUM >= 180000
        column.generated =
            node->generated_kind == 'v' ? GeneratedKind::Virtual : GeneratedKind::Stored;
#else
        column.generated = GeneratedKind::Stored;
#endif
        column.generation = expression(node->raw_expr);
        break;
    case CONSTR_ATTR_DEFERRABLE:
        if (!others.empty()) {
            others.back().deferrable = true;
        }
        break;
    case CONSTR_ATTR_DEFERRED:
        if (!others.empty()) {
            others.back().deferrable = true;
            others.back().initiallyDeferred = true;
        }
        break;
    case CONSTR_ATTR_NOT_DEFERRABLE:
    case CONSTR_ATTR_IMMEDIATE: break;
#if PG_VERSION_NUM >= 180000
    case CONSTR_ATTR_ENFORCED: break;
    case CONSTR_ATTR_NOT_ENFORCED:
        if (!others.empty()) {
            others.back().notEnforced = true;
        }
        break;
#endif
    default: {
        ConstraintDefinition one = constraint(node, range);
        if (one.columns.empty()) {
            one.columns = arena_.copy(std::vector<Name>{column.name});
        }
        others.push_back(one);
        break;
    }
    }
}

namespace {

ConstraintKind constraintKind(::ConstrType type) {
    switch (type) {
    case CONSTR_NOTNULL: return ConstraintKind::NotNull;
    case CONSTR_PRIMARY: return ConstraintKind::PrimaryKey;
    case CONSTR_UNIQUE: return ConstraintKind::Unique;
    case CONSTR_EXCLUSION: return ConstraintKind::Exclusion;
    case CONSTR_FOREIGN: return ConstraintKind::ForeignKey;
    default: return ConstraintKind::Check;
    }
}

/// pg_constraint.confdeltype and confupdtype.
ReferentialAction actionOf(char code) {
    switch (code) {
    case 'r': return ReferentialAction::Restrict;
    case 'c': return ReferentialAction::Cascade;
    case 'n': return ReferentialAction::SetNull;
    case 'd': return ReferentialAction::SetDefault;
    default: return ReferentialAction::NoAction;
    }
}

} // namespace

ConstraintDefinition Lowering::constraint(const ::Constraint* node, Range range) {
    ConstraintDefinition result;
    result.kind = constraintKind(node->contype);
    result.name = name(node->conname);
    result.range = range;
    if (node->location >= 0) {
        result.range.begin = std::max(range.begin, offset(node->location));
    }
    result.deferrable = node->deferrable;
    result.initiallyDeferred = node->initdeferred;
    result.notValid = node->skip_validation;
    result.noInherit = node->is_no_inherit;
    result.nullsNotDistinct = node->nulls_not_distinct;
#if PG_VERSION_NUM >= 180000
    bool enforceable = node->contype == CONSTR_CHECK || node->contype == CONSTR_FOREIGN;
    result.notEnforced = enforceable && !node->is_enforced;
#endif
    result.usingIndex = name(node->indexname);
    result.accessMethod = copy(node->access_method);
    if (node->contype == CONSTR_FOREIGN) {
        result.columns = names(node->fk_attrs);
        result.referencedTable = qualifiedName(node->pktable);
        result.referencedColumns = names(node->pk_attrs);
        result.onDelete = actionOf(node->fk_del_action);
        result.onUpdate = actionOf(node->fk_upd_action);
    } else if (node->contype == CONSTR_CHECK) {
        result.expression = expression(node->raw_expr);
    } else if (node->contype == CONSTR_EXCLUSION) {
        std::vector<Name> columns;
        for (const auto* pair : Nodes<::List>(node->exclusions)) {
            const auto* element = static_cast<const ::IndexElem*>(linitial(pair));
            if (element->name != nullptr) {
                columns.push_back(name(element->name));
            }
        }
        result.columns = arena_.copy(columns);
    } else {
        result.columns = names(node->keys);
    }
    return result;
}

const Statement* Lowering::createTableAs(const ::CreateTableAsStmt* node, Range range) {
    CreateTableAs* table = start<CreateTableAs>(range);
    table->name = qualifiedName(node->into->rel);
    table->persistence = persistenceOf(node->into->rel->relpersistence);
    table->ifNotExists = node->if_not_exists;
    table->materializedView = node->objtype == OBJECT_MATVIEW;
    table->withData = !node->into->skipData;
    table->columns = names(node->into->colNames);
    table->query = query(node->query);
    return table;
}

const Statement* Lowering::selectInto(const ::SelectStmt* node, Range range) {
    CreateTableAs* table = start<CreateTableAs>(range);
    table->selectInto = true;
    table->name = qualifiedName(node->intoClause->rel);
    table->persistence = persistenceOf(node->intoClause->rel->relpersistence);
    table->query = query(reinterpret_cast<const ::Node*>(node));
    return table;
}

} // namespace ironlaw
