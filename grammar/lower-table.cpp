// Lowering of CREATE TABLE, CREATE TABLE AS and SELECT INTO.
#include "grammar/lower.h"

#include <algorithm>

namespace ironlaw {

namespace {

PartitionStrategy strategyOf(char code) {
    switch (code) {
    case 'l': return PartitionStrategy::List;
    case 'r': return PartitionStrategy::Range;
    case 'h': return PartitionStrategy::Hash;
    default: return PartitionStrategy::None;
    }
}

} // namespace

Persistence Lowering::persistenceOf(const ::RangeVar* relation) const {
    // RangeVarAdjustRelationPersistence, src/backend/catalog/namespace.c.
    if (relation->schemaname != nullptr && std::string_view(relation->schemaname) == "pg_temp") {
        return Persistence::Temporary;
    }
    switch (relation->relpersistence) {
    case 't': return Persistence::Temporary;
    case 'u': return Persistence::Unlogged;
    default: return Persistence::Permanent;
    }
}

PartitionBound Lowering::partitionBound(const ::PartitionBoundSpec* node) {
    PartitionBound result;
    if (node != nullptr) {
        result.isDefault = node->is_default;
        result.strategy = strategyOf(node->strategy);
        result.values = expressions(node->listdatums);
        result.from = expressions(node->lowerdatums);
        result.to = expressions(node->upperdatums);
        result.modulus = node->modulus;
        result.remainder = node->remainder;
    }
    return result;
}

void Lowering::partitionKey(const ::PartitionSpec* node, CreateTable& table) {
    table.partitionBy = strategyOf(static_cast<char>(node->strategy));
    std::vector<Name> columns;
    std::vector<const Expression*> expressions;
    for (const auto* element : Nodes<::PartitionElem>(node->partParams)) {
        if (element->name != nullptr) {
            columns.push_back(name(element->name));
        } else if (const Expression* key = expression(element->expr)) {
            expressions.push_back(key);
        }
    }
    table.partitionColumns = arena_.copy(columns);
    table.partitionExpressions = arena_.copy(expressions);
}

const Statement* Lowering::createForeignTable(const ::CreateForeignTableStmt* node, Range range) {
    CreateTable* table = createTable(&node->base, range);
    table->foreign = true;
    std::vector<Setting> own = settings(node->options, "option ");
    own.push_back(setting("server", node->servername));
    table->settings = arena_.copy(own);
    return table;
}

CreateTable* Lowering::createTable(const ::CreateStmt* node, Range range) {
    CreateTable* table = start<CreateTable>(range);
    table->name = qualifiedName(node->relation);
    table->persistence = persistenceOf(node->relation);
    table->ifNotExists = node->if_not_exists;
    table->dropsOnCommit = node->oncommit == ONCOMMIT_DROP;
    tableElements(node, range, *table);
    table->settings = storage(node->options, node->tablespacename, node->accessMethod);
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
        partitionKey(node->partspec, *table);
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
            constraints.push_back(tableConstraint(cast<::Constraint>(element), item));
        } else if (element->type == T_TableLikeClause) {
            const auto* like = cast<::TableLikeClause>(element);
            auto has = [&](::bits32 option) { return (like->options & option) != 0; };
            likes.push_back({qualifiedName(like->relation), static_cast<uint32_t>(columns.size()),
                             has(CREATE_TABLE_LIKE_DEFAULTS), has(CREATE_TABLE_LIKE_CONSTRAINTS),
                             has(CREATE_TABLE_LIKE_INDEXES), has(CREATE_TABLE_LIKE_IDENTITY),
                             has(CREATE_TABLE_LIKE_GENERATED)});
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
        result.collation = lastName(node->collClause->collname);
    }
    if (node->compression != nullptr) {
        use(SyntaxFeature::Compression, node->location);
    }
    if (node->storage_name != nullptr) {
        use(SyntaxFeature::ColumnStorage, node->location);
    }
    result.settings = columnSettings(node);
    columnConstraints(node->constraints, result.range, result);
    return result;
}

namespace {

/// DEFERRABLE, NOT ENFORCED and their like belong to the constraint in front of them.
bool isAttribute(const ::Constraint* node) {
    switch (node->contype) {
    case CONSTR_ATTR_DEFERRABLE:
    case CONSTR_ATTR_NOT_DEFERRABLE:
    case CONSTR_ATTR_DEFERRED:
    case CONSTR_ATTR_IMMEDIATE: return true;
#if PG_VERSION_NUM >= 180000
    case CONSTR_ATTR_ENFORCED:
    case CONSTR_ATTR_NOT_ENFORCED: return true;
#endif
    default: return false;
    }
}

} // namespace

void Lowering::columnConstraints(const ::List* constraints, Range range, ColumnDefinition& column) {
    std::vector<ConstraintDefinition> others;
    Nodes<::Constraint> nodes(constraints);
    for (auto one = nodes.begin(); one != nodes.end(); ++one) {
        // Each ends where the next one begins.
        auto next = one;
        ++next;
        while (next != nodes.end() && isAttribute(*next)) {
            ++next;
        }
        Range ofThis = range;
        if (next != nodes.end() && (*next)->location > (*one)->location) {
            ofThis.end = offset((*next)->location);
        }
        columnConstraint(*one, trimmedIn(text_, ofThis), column, others);
    }
    column.constraints = arena_.copy(others);
}

void Lowering::columnConstraint(const ::Constraint* node, Range range, ColumnDefinition& column,
                                std::vector<ConstraintDefinition>& others) {
    noteConstraint(node);
    switch (node->contype) {
    case CONSTR_NULL: column.explicitNull = true; break;
    case CONSTR_DEFAULT:
        column.repeatsDefault = column.hasDefault;
        column.hasDefault = true;
        column.defaultValue = expression(node->raw_expr);
        break;
    case CONSTR_IDENTITY:
        column.identity =
            node->generated_when == 'a' ? IdentityKind::Always : IdentityKind::ByDefault;
        column.identitySequence = sequenceName(node->options);
        column.identityOptions = sequenceSettings(node->options);
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
    case CONSTR_NOTNULL:
        column.notNull = true;
        if (node->conname == nullptr && !node->is_no_inherit) {
            break;
        }
        [[fallthrough]];
    default: {
        ConstraintDefinition one = constraint(node, range);
        if (one.columns.empty() && !column.name.empty()) {
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

QualifiedName Lowering::sequenceName(const ::List* options) {
    for (const auto* option : Nodes<::DefElem>(options)) {
        if (std::string_view(option->defname) == "sequence_name") {
            return qualifiedName(cast<::List>(option->arg));
        }
    }
    return {};
}

void Lowering::exclusion(const ::Constraint* node, ConstraintDefinition& result) {
    std::vector<Name> columns;
    std::vector<IndexKey> elements;
    for (const auto* pair : Nodes<::List>(node->exclusions)) {
        elements.push_back(indexKey(static_cast<const ::IndexElem*>(linitial(pair))));
        if (!elements.back().column.empty()) {
            columns.push_back(elements.back().column);
        }
    }
    result.columns = arena_.copy(columns);
    result.elements = arena_.copy(elements);
    result.predicate = expression(node->where_clause);
}

ConstraintDefinition Lowering::tableConstraint(const ::Constraint* node, Range range) {
    noteConstraint(node);
    if (node->contype == CONSTR_NOTNULL) {
        use(SyntaxFeature::NotNullConstraint, node->location);
    }
    return constraint(node, range);
}

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
    result.temporal = node->without_overlaps || node->fk_with_period;
#endif
    result.usingIndex = name(node->indexname);
    result.indexSettings = storage(node->options, node->indexspace);
    result.accessMethod = copy(node->access_method);
    result.included = names(node->including);
    if (node->contype == CONSTR_FOREIGN) {
        result.columns = names(node->fk_attrs);
        result.referencedTable = qualifiedName(node->pktable);
        result.referencedColumns = names(node->pk_attrs);
        result.onDelete = actionOf(node->fk_del_action);
        result.onUpdate = actionOf(node->fk_upd_action);
        result.onDeleteColumns = names(node->fk_del_set_cols);
    } else if (node->contype == CONSTR_CHECK) {
        result.expression = expression(node->raw_expr);
    } else if (node->contype == CONSTR_EXCLUSION) {
        exclusion(node, result);
    } else {
        result.columns = names(node->keys);
    }
    return result;
}

const Statement* Lowering::createTableAs(const ::CreateTableAsStmt* node, Range range) {
    CreateTableAs* table = start<CreateTableAs>(range);
    table->name = qualifiedName(node->into->rel);
    table->persistence = persistenceOf(node->into->rel);
    table->ifNotExists = node->if_not_exists;
    table->materializedView = node->objtype == OBJECT_MATVIEW;
    table->withData = !node->into->skipData;
    table->dropsOnCommit = node->into->onCommit == ONCOMMIT_DROP;
    table->columns = names(node->into->colNames);
    table->settings =
        storage(node->into->options, node->into->tableSpaceName, node->into->accessMethod);
    table->query = query(node->query);
    return table;
}

const Statement* Lowering::selectInto(const ::SelectStmt* node, Range range) {
    // INTO of a set operation stands in its first arm.
    const ::SelectStmt* first = node;
    while (first->larg != nullptr) {
        first = first->larg;
    }
    const auto* any = reinterpret_cast<const ::Node*>(node);
    if (first->intoClause == nullptr) {
        return queryStatement(any, range, true);
    }
    CreateTableAs* table = start<CreateTableAs>(range);
    table->selectInto = true;
    table->name = qualifiedName(first->intoClause->rel);
    table->persistence = persistenceOf(first->intoClause->rel);
    table->query = query(any);
    return table;
}

} // namespace ironlaw
