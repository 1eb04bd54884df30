// Lowering of what creates schemas, sequences, types, domains, views and extensions.
#include "grammar/lower.h"

namespace ironlaw {

const Statement* Lowering::createObject(const ::Node* node, Range range) {
    switch (nodeTag(node)) {
    case T_CreateSchemaStmt: return createSchema(cast<::CreateSchemaStmt>(node), range);
    case T_CreateSeqStmt:
    case T_AlterSeqStmt: return sequence(node, range);
    case T_CreateEnumStmt:
    case T_CreateRangeStmt:
    case T_CompositeTypeStmt: return createType(node, range);
    case T_DefineStmt: return define(cast<::DefineStmt>(node), range);
    case T_AlterEnumStmt: return alterEnum(cast<::AlterEnumStmt>(node), range);
    case T_CreateDomainStmt: return createDomain(cast<::CreateDomainStmt>(node), range);
    case T_AlterDomainStmt: return alterDomain(cast<::AlterDomainStmt>(node), range);
    case T_ViewStmt: return createView(cast<::ViewStmt>(node), range);
    case T_CreateExtensionStmt: return createExtension(cast<::CreateExtensionStmt>(node), range);
    case T_GrantStmt: return grant(cast<::GrantStmt>(node), range);
    case T_CreateAmStmt:
    case T_CreateCastStmt:
    case T_CreateConversionStmt:
    case T_CreateEventTrigStmt:
    case T_CreateFdwStmt:
    case T_CreateForeignServerStmt:
    case T_CreateOpClassStmt:
    case T_CreateOpFamilyStmt:
    case T_CreatePLangStmt: return createDefinition(node, range);
    case T_AlterEventTrigStmt:
    case T_AlterFdwStmt:
    case T_AlterForeignServerStmt:
    case T_AlterOpFamilyStmt:
    case T_AlterTSConfigurationStmt:
    case T_AlterTSDictionaryStmt: return alterDefinition(node, range);
    case T_CreateStatsStmt: return createStatistics(cast<::CreateStatsStmt>(node), range);
    case T_CreatePublicationStmt:
    case T_AlterPublicationStmt: return publication(node, range);
    default: return other(node, range);
    }
}

const Statement* Lowering::define(const ::DefineStmt* node, Range range) {
    if (node->kind == OBJECT_TYPE) {
        return createType(reinterpret_cast<const ::Node*>(node), range);
    }
    if (node->kind == OBJECT_AGGREGATE) {
        // Before PostgreSQL 8.2 the argument was an option, basetype.
        return node->oldstyle ? other(reinterpret_cast<const ::Node*>(node), range)
                              : createAggregate(node, range);
    }
    return createDefinition(reinterpret_cast<const ::Node*>(node), range);
}

const Statement* Lowering::createExtension(const ::CreateExtensionStmt* node, Range range) {
    auto* result = start<CreateExtension>(range);
    result->name = name(node->extname);
    result->ifNotExists = node->if_not_exists;
    std::vector<Setting> settings;
    for (const auto* option : Nodes<::DefElem>(node->options)) {
        if (std::string_view(option->defname) == "schema") {
            result->schema = name(stringOf(option->arg));
            settings.push_back(setting("schema", result->schema.text));
        } else if (std::string_view(option->defname) == "new_version") {
            settings.push_back(setting("version", stringOf(option->arg)));
        }
    }
    result->settings = arena_.copy(settings);
    return result;
}

std::vector<Range> Lowering::schemaElementRanges(Range range, size_t count) {
    // Each element starts with CREATE or GRANT, which are reserved words. Within GRANT they stand
    // for privileges: then it is left at the place of the whole statement.
    std::vector<Range> result;
    Range rest{behindTokens(text_, range, 2), range.end};
    Range create = findWord(text_, rest, "create");
    Range grant = findWord(text_, rest, "grant");
    while (true) {
        const bool isGrant = create.empty() || (!grant.empty() && grant.begin < create.begin);
        const Range first = isGrant ? grant : create;
        if (!result.empty()) {
            const uint32_t end = first.empty() ? range.end : first.begin;
            result.back() = trimmedIn(text_, {result.back().begin, end});
        }
        if (first.empty() || result.size() > count) {
            break;
        }
        result.push_back({first.begin, range.end});
        rest.begin = first.end;
        Range& found = isGrant ? grant : create;
        found = findWord(text_, rest, isGrant ? "grant" : "create");
    }
    if (result.size() != count) {
        result.assign(count, range);
    }
    return result;
}

const Statement* Lowering::createSchema(const ::CreateSchemaStmt* node, Range range) {
    auto* result = start<CreateSchema>(range);
    result->name = name(node->schemaname);
    if (node->schemaname == nullptr && node->authrole != nullptr) {
        result->name = name(node->authrole->rolename);
    }
    result->ifNotExists = node->if_not_exists;
    Nodes<::Node> nodes(node->schemaElts);
    const std::vector<Range> ranges = schemaElementRanges(range, nodes.size());
    std::vector<const Statement*> elements;
    size_t position = 0;
    for (const auto* element : nodes) {
        if (const Statement* lowered = statement(element, ranges[position])) {
            elements.push_back(lowered);
        }
        ++position;
    }
    result->elements = arena_.copy(elements);
    return result;
}

void Lowering::sequenceOptions(const ::List* options, SequenceStatement& sequence) {
    sequence.options = sequenceSettings(options);
    for (const auto* option : Nodes<::DefElem>(options)) {
        std::string_view which = option->defname;
        if (which == "as" && option->arg != nullptr) {
            sequence.type = typeName(cast<::TypeName>(option->arg));
        } else if (which == "restart") {
            sequence.restarts = true;
        } else if (which == "owned_by" && option->arg != nullptr) {
            std::span<const Name> parts = names(cast<::List>(option->arg));
            if (parts.size() < 2) {
                sequence.ownedByNone = true;
                continue;
            }
            sequence.ownedByColumn = parts.back();
            sequence.ownedByTable.name = parts[parts.size() - 2];
            if (parts.size() > 2) {
                sequence.ownedByTable.schema = parts[parts.size() - 3];
            }
        }
    }
}

const Statement* Lowering::sequence(const ::Node* node, Range range) {
    if (nodeTag(node) == T_CreateSeqStmt) {
        const auto* create = cast<::CreateSeqStmt>(node);
        auto* result = start<CreateSequence>(range);
        result->name = qualifiedName(create->sequence);
        result->ifExists = create->if_not_exists;
        result->temporary = persistenceOf(create->sequence) == Persistence::Temporary;
        sequenceOptions(create->options, *result);
        return result;
    }
    const auto* alter = cast<::AlterSeqStmt>(node);
    auto* result = start<AlterSequence>(range);
    result->name = qualifiedName(alter->sequence);
    result->ifExists = alter->missing_ok;
    sequenceOptions(alter->options, *result);
    return result;
}

const Statement* Lowering::createType(const ::Node* node, Range range) {
    auto* result = start<CreateType>(range);
    switch (nodeTag(node)) {
    case T_CreateEnumStmt: {
        const auto* create = cast<::CreateEnumStmt>(node);
        result->name = nameBehind(2, create->typeName, range);
        std::vector<std::string_view> labels;
        for (const auto* label : Nodes<::String>(create->vals)) {
            labels.push_back(copy(label->sval));
        }
        result->labels = arena_.copy(labels);
        break;
    }
    case T_CreateRangeStmt:
        result->name = nameBehind(2, cast<::CreateRangeStmt>(node)->typeName, range);
        result->typeKind = TypeKind::Range;
        break;
    case T_CompositeTypeStmt: {
        const auto* create = cast<::CompositeTypeStmt>(node);
        result->name = qualifiedName(create->typevar);
        result->typeKind = TypeKind::Composite;
        std::vector<Range> items = parenthesisedItems(text_, range, result->name.range.end);
        items.resize(Nodes<::ColumnDef>(create->coldeflist).size(), range);
        std::vector<ColumnDefinition> attributes;
        for (const auto* attribute : Nodes<::ColumnDef>(create->coldeflist)) {
            attributes.push_back(column(attribute, items[attributes.size()]));
        }
        result->attributes = arena_.copy(attributes);
        break;
    }
    default: {
        const auto* define = cast<::DefineStmt>(node);
        result->name = nameBehind(2, define->defnames, range);
        result->typeKind = define->definition == nullptr ? TypeKind::Shell : TypeKind::Base;
        break;
    }
    }
    return result;
}

const Statement* Lowering::alterEnum(const ::AlterEnumStmt* node, Range range) {
    auto* result = start<AlterEnum>(range);
    result->name = nameBehind(2, node->typeName, range);
    result->value = copy(node->newVal);
    result->oldValue = copy(node->oldVal);
    result->neighbour = copy(node->newValNeighbor);
    result->after = node->newValIsAfter;
    result->ifNotExists = node->skipIfNewValExists;
    return result;
}

const Statement* Lowering::createDomain(const ::CreateDomainStmt* node, Range range) {
    auto* result = start<CreateDomain>(range);
    result->name = nameBehind(2, node->domainname, range);
    result->definition.range = range;
    result->definition.type = typeName(node->typeName);
    if (node->collClause != nullptr) {
        result->definition.collation = lastName(node->collClause->collname);
    }
    columnConstraints(node->constraints, range, result->definition);
    return result;
}

const Statement* Lowering::alterDomain(const ::AlterDomainStmt* node, Range range) {
    auto* result = start<AlterDomain>(range);
    result->name = nameBehind(2, node->typeName, range);
    result->constraintName = name(node->name);
    result->ifExists = node->missing_ok;
    result->cascade = node->behavior == DROP_CASCADE;
    switch (node->subtype) {
    case 'T':
        result->action =
            node->def == nullptr ? AlterDomainKind::DropDefault : AlterDomainKind::SetDefault;
        result->defaultValue = expression(node->def);
        break;
    case 'N': result->action = AlterDomainKind::DropNotNull; break;
    case 'O': result->action = AlterDomainKind::SetNotNull; break;
    case 'C':
        result->action = AlterDomainKind::AddConstraint;
        if (cast<::Constraint>(node->def)->contype == CONSTR_NOTNULL) {
            use(SyntaxFeature::DomainNotNull);
        }
        result->constraint = constraint(cast<::Constraint>(node->def), range);
        result->constraintName = result->constraint.name;
        break;
    case 'X': result->action = AlterDomainKind::DropConstraint; break;
    default: result->action = AlterDomainKind::ValidateConstraint; break;
    }
    return result;
}

const Statement* Lowering::createView(const ::ViewStmt* node, Range range) {
    auto* result = start<CreateView>(range);
    result->name = qualifiedName(node->view);
    result->columns = names(node->aliases);
    result->query = query(node->query);
    result->orReplace = node->replace;
    result->temporary = persistenceOf(node->view) == Persistence::Temporary;
    viewSettings(node, *result);
    return result;
}

const Statement* Lowering::grant(const ::GrantStmt* node, Range range) {
    auto* result = start<Grant>(range);
    result->objectKind = objectKindOf(node->objtype);
    result->revokes = !node->is_grant;
    result->optionOnly = !node->is_grant && node->grant_option;
    result->withOption = node->is_grant && node->grant_option;
    result->cascade = node->behavior == DROP_CASCADE;
    result->allInSchemas = node->targtype == ACL_TARGET_ALL_IN_SCHEMA;
    const bool ofRelations = node->objtype == OBJECT_TABLE || node->objtype == OBJECT_SEQUENCE;
    if (node->targtype == ACL_TARGET_OBJECT && ofRelations) {
        result->relations = relations(node->objects);
    } else if (node->targtype != ACL_TARGET_DEFAULTS) {
        std::vector<ObjectReference> objects;
        for (const auto* object : Nodes<::Node>(node->objects)) {
            objects.push_back(reference(object, node->objtype));
        }
        result->objects = arena_.copy(objects);
    }
    std::vector<std::string_view> privileges;
    for (const auto* one : Nodes<::AccessPriv>(node->privileges)) {
        privileges.push_back(privilege(one));
    }
    result->privileges = arena_.copy(privileges);
    result->roles = roleNames(node->grantees);
    return result;
}

std::string_view Lowering::privilege(const ::AccessPriv* node) {
    std::string text = node->priv_name == nullptr ? "all" : node->priv_name;
    std::string_view before = " (";
    for (const auto* column : Nodes<::String>(node->cols)) {
        text += before;
        text += column->sval;
        before = ", ";
    }
    return arena_.copy(std::string_view(text + (node->cols == nullptr ? "" : ")")));
}

Name Lowering::roleName(const ::RoleSpec* role) {
    switch (role->roletype) {
    case ROLESPEC_CSTRING: return name(role->rolename);
    case ROLESPEC_CURRENT_ROLE: return {"current_role", false};
    case ROLESPEC_CURRENT_USER: return {"current_user", false};
    case ROLESPEC_SESSION_USER: return {"session_user", false};
    case ROLESPEC_PUBLIC: return {"public", false};
    }
    return {};
}

std::span<const Name> Lowering::roleNames(const ::List* roles) {
    std::vector<Name> result;
    for (const auto* role : Nodes<::RoleSpec>(roles)) {
        result.push_back(roleName(role));
    }
    return arena_.copy(result);
}

const Statement* Lowering::createStatistics(const ::CreateStatsStmt* node, Range range) {
    auto* result = start<CreateStatistics>(range);
    if (node->defnames != nullptr) {
        result->name = nameBehind(node->if_not_exists ? 5 : 2, node->defnames, range);
    }
    // More than one table is refused.
    for (const auto* table : Nodes<::RangeVar>(node->relations)) {
        result->table = qualifiedName(table);
    }
    std::vector<IndexKey> keys;
    for (const auto* element : Nodes<::StatsElem>(node->exprs)) {
        IndexKey& key = keys.emplace_back();
        key.column = name(element->name);
        key.expression = expression(element->expr);
    }
    result->keys = arena_.copy(keys);
    result->ifNotExists = node->if_not_exists;
    return result;
}

} // namespace ironlaw
