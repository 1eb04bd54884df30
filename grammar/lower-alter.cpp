// Lowering of ALTER TABLE and its actions.
#include "grammar/lower.h"

namespace ironlaw {

std::vector<Range> Lowering::actionRanges(const ::AlterTableStmt* node, Range range,
                                          uint32_t nameEnd) {
    // Behind the name may stand the star of ALTER TABLE t * or the parenthesis of ONLY (t).
    uint32_t begin = nameEnd;
    for (uint32_t next = behindTokens(text_, {begin, range.end}, 0);
         next < range.end &&
         (text_.at({next, next + 1}) == "*" || text_.at({next, next + 1}) == ")");
         next = behindTokens(text_, {begin, range.end}, 0)) {
        begin = next + 1;
    }
    std::vector<Range> items = commaSeparated(text_, {begin, range.end});
    const size_t commands = Nodes<::Node>(node->cmds).size();
    if (items.size() != commands) {
        items.assign(commands, range);
    }
    return items;
}

const Statement* Lowering::alterTable(const ::AlterTableStmt* node, Range range) {
    AlterTable* result = start<AlterTable>(range);
    switch (node->objtype) {
    case OBJECT_INDEX: result->objectKind = ObjectKind::Index; break;
    case OBJECT_VIEW: result->objectKind = ObjectKind::View; break;
    case OBJECT_MATVIEW: result->objectKind = ObjectKind::MaterializedView; break;
    case OBJECT_SEQUENCE: result->objectKind = ObjectKind::Sequence; break;
    case OBJECT_FOREIGN_TABLE: result->objectKind = ObjectKind::ForeignTable; break;
    case OBJECT_TYPE: result->objectKind = ObjectKind::Type; break;
    default: break;
    }
    result->name = qualifiedName(node->relation);
    result->ifExists = node->missing_ok;
    result->only = !node->relation->inh && node->objtype != OBJECT_TYPE;
    const std::vector<Range> ranges = actionRanges(node, range, result->name.range.end);
    std::vector<const AlterAction*> actions;
    for (const auto* command : Nodes<::AlterTableCmd>(node->cmds)) {
        noteAction(command, node->objtype == OBJECT_SEQUENCE);
        actions.push_back(alterAction(command, ranges[actions.size()]));
    }
    result->actions = arena_.copy(actions);
    return result;
}

namespace {

template <typename T> T* startAction(Arena& arena, Range range) {
    T* action = arena.make<T>();
    action->kind = T::actionKind;
    action->range = range;
    return action;
}

} // namespace

const AlterAction* Lowering::alterAction(const ::AlterTableCmd* node, Range range) {
    switch (node->subtype) {
    case AT_AddColumn: {
        auto* action = startAction<AddColumn>(arena_, range);
        action->column = column(cast<::ColumnDef>(node->def), range);
        action->ifNotExists = node->missing_ok;
        return action;
    }
    case AT_DropColumn: {
        auto* action = startAction<DropColumn>(arena_, range);
        action->column = name(node->name);
        action->ifExists = node->missing_ok;
        action->cascade = node->behavior == DROP_CASCADE;
        return action;
    }
    case AT_AlterColumnType: {
        auto* action = startAction<AlterColumnType>(arena_, range);
        const auto* definition = cast<::ColumnDef>(node->def);
        action->column = name(node->name);
        action->type = typeName(definition->typeName);
        if (definition->collClause != nullptr) {
            action->collation = lastName(definition->collClause->collname);
        }
        action->conversion = expression(definition->raw_default);
        return action;
    }
    case AT_ColumnDefault: {
        auto* action = startAction<SetDefault>(arena_, range);
        action->column = name(node->name);
        action->value = expression(node->def);
        return action;
    }
    case AT_SetLogged:
    case AT_SetUnLogged: {
        auto* action = startAction<SetPersistence>(arena_, range);
        action->logged = node->subtype == AT_SetLogged;
        return action;
    }
    case AT_AddConstraint:
    case AT_ValidateConstraint:
    case AT_DropConstraint: return constraintAction(node, range);
    case AT_AlterConstraint: return alterConstraint(node, range);
    case AT_AddOf:
    case AT_DropOf: {
        auto* action = startAction<OfType>(arena_, range);
        if (node->def != nullptr) {
            action->type = typeName(cast<::TypeName>(node->def)).name;
        }
        return action;
    }
    case AT_AttachPartition:
    case AT_DetachPartition:
    case AT_DetachPartitionFinalize:
    case AT_AddInherit:
    case AT_DropInherit: return partitionAction(node, range);
    default: return columnAction(node, range);
    }
}

const AlterAction* Lowering::columnAction(const ::AlterTableCmd* node, Range range) {
    ColumnAction* action = nullptr;
    switch (node->subtype) {
    case AT_SetNotNull: action = startAction<SetNotNull>(arena_, range); break;
    case AT_DropNotNull: action = startAction<DropNotNull>(arena_, range); break;
    case AT_SetExpression:
        action = startAction<SetExpression>(arena_, range);
        action->expression = expression(node->def);
        break;
    case AT_DropExpression: action = startAction<DropExpression>(arena_, range); break;
    case AT_AddIdentity: {
        auto* added = startAction<AddIdentity>(arena_, range);
        const auto* identity = cast<::Constraint>(node->def);
        added->identity =
            identity->generated_when == 'a' ? IdentityKind::Always : IdentityKind::ByDefault;
        added->sequence = sequenceName(identity->options);
        added->identityOptions = sequenceSettings(identity->options);
        action = added;
        break;
    }
    case AT_SetIdentity:
        action = startAction<SetIdentity>(arena_, range);
        action->identityOptions = sequenceSettings(cast<::List>(node->def));
        for (const auto* option : Nodes<::DefElem>(cast<::List>(node->def))) {
            if (std::string_view(option->defname) == "generated") {
                action->identity = cast<::Integer>(option->arg)->ival == 'a'
                                       ? IdentityKind::Always
                                       : IdentityKind::ByDefault;
            }
        }
        break;
    case AT_DropIdentity: action = startAction<DropIdentity>(arena_, range); break;
    default: return otherAction(node, range);
    }
    action->column = name(node->name);
    action->ifExists = node->missing_ok;
    return action;
}

const AlterAction* Lowering::constraintAction(const ::AlterTableCmd* node, Range range) {
    if (node->subtype == AT_AddConstraint) {
        auto* action = startAction<AddConstraint>(arena_, range);
        action->constraint = tableConstraint(cast<::Constraint>(node->def), range);
        return action;
    }
    if (node->subtype == AT_ValidateConstraint) {
        auto* action = startAction<ValidateConstraint>(arena_, range);
        action->constraint = name(node->name);
        return action;
    }
    auto* action = startAction<DropConstraint>(arena_, range);
    action->constraint = name(node->name);
    action->ifExists = node->missing_ok;
    action->cascade = node->behavior == DROP_CASCADE;
    return action;
}

const AlterAction* Lowering::alterConstraint(const ::AlterTableCmd* node, Range range) {
    auto* action = startAction<AlterConstraint>(arena_, range);
#if PG_VERSION_NUM >= 180000
    const auto* change = cast<::ATAlterConstraint>(node->def);
    action->setsDeferrability = change->alterDeferrability;
    action->setsEnforcement = change->alterEnforceability;
    action->enforced = change->is_enforced;
#else
    const auto* change = cast<::Constraint>(node->def);
    action->setsDeferrability = true;
#endif
    action->constraint = name(change->conname);
    action->deferrable = change->deferrable;
    action->initiallyDeferred = change->initdeferred;
    return action;
}

const AlterAction* Lowering::partitionAction(const ::AlterTableCmd* node, Range range) {
    if (node->subtype == AT_AddInherit || node->subtype == AT_DropInherit) {
        auto* action = startAction<Inherit>(arena_, range);
        action->parent = qualifiedName(cast<::RangeVar>(node->def));
        action->remove = node->subtype == AT_DropInherit;
        return action;
    }
    const auto* command = cast<::PartitionCmd>(node->def);
    if (node->subtype == AT_AttachPartition) {
        auto* action = startAction<AttachPartition>(arena_, range);
        action->partition = qualifiedName(command->name);
        action->bound = partitionBound(command->bound);
        return action;
    }
    auto* action = startAction<DetachPartition>(arena_, range);
    action->partition = qualifiedName(command->name);
    action->concurrently = command->concurrent;
    action->finalize = node->subtype == AT_DetachPartitionFinalize;
    return action;
}

namespace {

struct OtherActionWords {
    ::AlterTableType type;
    AlterActionKind kind;
    std::string_view words;
};

constexpr OtherActionWords otherActions[] = {
    {AT_SetStatistics, AlterActionKind::SetStatistics, "SET STATISTICS"},
    {AT_SetOptions, AlterActionKind::SetOptions, "SET (…)"},
    {AT_ResetOptions, AlterActionKind::SetOptions, "RESET (…)"},
    {AT_SetStorage, AlterActionKind::SetStorage, "SET STORAGE"},
    {AT_SetCompression, AlterActionKind::SetStorage, "SET COMPRESSION"},
    {AT_ChangeOwner, AlterActionKind::ChangeOwner, "OWNER TO"},
    {AT_ClusterOn, AlterActionKind::ClusterOn, "CLUSTER ON"},
    {AT_DropCluster, AlterActionKind::ClusterOn, "SET WITHOUT CLUSTER"},
    {AT_SetAccessMethod, AlterActionKind::SetAccessMethod, "SET ACCESS METHOD"},
    {AT_SetTableSpace, AlterActionKind::SetTablespace, "SET TABLESPACE"},
    {AT_SetRelOptions, AlterActionKind::SetOptions, "SET (…)"},
    {AT_ResetRelOptions, AlterActionKind::SetOptions, "RESET (…)"},
    {AT_EnableTrig, AlterActionKind::ToggleTrigger, "ENABLE TRIGGER"},
    {AT_EnableAlwaysTrig, AlterActionKind::ToggleTrigger, "ENABLE ALWAYS TRIGGER"},
    {AT_EnableReplicaTrig, AlterActionKind::ToggleTrigger, "ENABLE REPLICA TRIGGER"},
    {AT_DisableTrig, AlterActionKind::ToggleTrigger, "DISABLE TRIGGER"},
    {AT_EnableTrigAll, AlterActionKind::ToggleTrigger, "ENABLE TRIGGER ALL"},
    {AT_DisableTrigAll, AlterActionKind::ToggleTrigger, "DISABLE TRIGGER ALL"},
    {AT_EnableTrigUser, AlterActionKind::ToggleTrigger, "ENABLE TRIGGER USER"},
    {AT_DisableTrigUser, AlterActionKind::ToggleTrigger, "DISABLE TRIGGER USER"},
    {AT_ReplicaIdentity, AlterActionKind::ReplicaIdentity, "REPLICA IDENTITY"},
    {AT_EnableRowSecurity, AlterActionKind::RowSecurity, "ENABLE ROW LEVEL SECURITY"},
    {AT_DisableRowSecurity, AlterActionKind::RowSecurity, "DISABLE ROW LEVEL SECURITY"},
    {AT_ForceRowSecurity, AlterActionKind::RowSecurity, "FORCE ROW LEVEL SECURITY"},
    {AT_NoForceRowSecurity, AlterActionKind::RowSecurity, "NO FORCE ROW LEVEL SECURITY"},
    {AT_DropOids, AlterActionKind::Other, "SET WITHOUT OIDS"},
    {AT_EnableRule, AlterActionKind::Other, "ENABLE RULE"},
    {AT_EnableAlwaysRule, AlterActionKind::Other, "ENABLE ALWAYS RULE"},
    {AT_EnableReplicaRule, AlterActionKind::Other, "ENABLE REPLICA RULE"},
    {AT_DisableRule, AlterActionKind::Other, "DISABLE RULE"},
    {AT_GenericOptions, AlterActionKind::Other, "OPTIONS (…)"},
    {AT_AlterColumnGenericOptions, AlterActionKind::Other, "ALTER COLUMN OPTIONS (…)"},
};

} // namespace

const AlterAction* Lowering::otherAction(const ::AlterTableCmd* node, Range range) {
    OtherAction* action = arena_.make<OtherAction>();
    action->kind = AlterActionKind::Other;
    action->range = range;
    action->name = name(node->name);
    if (node->newowner != nullptr) {
        action->name = roleName(node->newowner);
    } else if (node->subtype == AT_ReplicaIdentity) {
        action->name = name(cast<::ReplicaIdentityStmt>(node->def)->name);
    }
    if (node->subtype == AT_SetRelOptions || node->subtype == AT_ResetRelOptions) {
        std::vector<std::string_view> options;
        for (const auto* option : Nodes<::DefElem>(cast<::List>(node->def))) {
            if (option->defnamespace == nullptr) {
                options.push_back(copy(option->defname));
            }
        }
        action->options = arena_.copy(options);
    }
    action->settings = actionSettings(node);
    action->number = static_cast<uint16_t>(node->num);
    for (const OtherActionWords& known : otherActions) {
        if (known.type == node->subtype) {
            action->kind = known.kind;
            action->words = known.words;
        }
    }
    return action;
}

} // namespace ironlaw
