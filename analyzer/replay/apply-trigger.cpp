// Triggers: row triggers of a partitioned table are those of its partitions too
// (CloneRowTriggersToPartition, src/backend/commands/tablecmds.c).
#include "analyzer/catalog/needs.h"
#include "analyzer/replay/apply.h"
#include "analyzer/replay/partition-index.h"

#include <algorithm>

namespace ironlaw {

void Applier::createTrigger(const CreateTrigger& statement) {
    Lookup<CatalogObject> relation = catalog_.relation(statement.table);
    const ObjectId table = relation ? relation->id : tableToChange(statement.table);
    for (const Trigger* existing : catalog_.partsOf<Trigger>(table)) {
        if (existing->name != statement.name.text) {
            continue;
        }
        if (isTaken(existing->name)) {
            return;
        }
        removeTrigger(existing->id);
    }
    auto trigger = std::make_unique<Trigger>();
    trigger->name = statement.name.text;
    trigger->table = table;
    trigger->function = statement.function;
    trigger->definition = &statement;
    Needs needs(catalog_);
    needs.routine(statement.function);
    needs.expression(statement.when);
    trigger->needs = needs.take();
    trigger->columns = columnsOf(table, {statement.when});
    for (const Name& name : statement.columns) {
        const Table* known = catalog_.get<Table>(table);
        const Column* column = known == nullptr ? nullptr : known->column(name.text);
        trigger->columns.push_back(column == nullptr ? ColumnNumber(0) : column->number);
    }
    trigger->origin = replay_.originAt(statement.range);
    const ObjectId id = catalog_.add(std::move(trigger));
    for (const ObjectId partition : catalog_.children(table)) {
        cloneTrigger(id, partition);
    }
}

void Applier::cloneTrigger(ObjectId id, ObjectId partition) {
    const Trigger* trigger = catalog_.get<Trigger>(id);
    const Table* parent = catalog_.get<Table>(trigger->table);
    if (parent == nullptr || parent->partitionedBy == PartitionStrategy::None ||
        !trigger->definition->row) {
        return;
    }
    auto clone = std::make_unique<Trigger>(*trigger);
    clone->table = partition;
    clone->parent = id;
    clone->columns = mapped(trigger->columns, *parent, *catalog_.get<Table>(partition));
    const ObjectId cloned = catalog_.add(std::move(clone));
    for (const ObjectId below : catalog_.children(partition)) {
        cloneTrigger(cloned, below);
    }
}

void Applier::cloneTriggers(ObjectId parent, ObjectId partition) {
    for (const Trigger* trigger : catalog_.partsOf<Trigger>(parent)) {
        cloneTrigger(trigger->id, partition);
    }
}

void Applier::removeTrigger(ObjectId id) {
    std::vector<ObjectId> removed{id};
    for (size_t i = 0; i < removed.size(); ++i) {
        std::ranges::copy(catalog_.children(removed[i]), std::back_inserter(removed));
        catalog_.remove(removed[i]);
    }
}

void Applier::renameWithCopies(ObjectId id, std::string_view name) {
    std::vector<ObjectId> renamed{id};
    for (size_t i = 0; i < renamed.size(); ++i) {
        catalog_.rename(renamed[i], "", name);
        if (replay_.serverVersion() >= 15) {
            std::ranges::copy(catalog_.children(renamed[i]), std::back_inserter(renamed));
        }
    }
}

void Applier::createRule(const CreateRule& statement) {
    const Lookup<CatalogObject> relation = catalog_.relation(statement.table);
    const ObjectId table = relation ? relation->id : tableToChange(statement.table);
    for (const RewriteRule* existing : catalog_.partsOf<RewriteRule>(table)) {
        if (existing->name == statement.name.text) {
            catalog_.remove(existing->id); // OR REPLACE
        }
    }
    auto rule = std::make_unique<RewriteRule>();
    rule->name = statement.name.text;
    rule->table = table;
    rule->definition = &statement;
    rule->origin = replay_.originAt(statement.range);
    Needs needs(catalog_);
    for (const Query* action : statement.actions) {
        needs.relationsAnd(action);
        if (const Lookup<CatalogObject> changed = catalog_.relation(action->relation)) {
            rule->needs.push_back(changed->id);
        }
    }
    std::ranges::copy(needs.take(), std::back_inserter(rule->needs));
    // What it needs of its own table goes with it.
    std::erase(rule->needs, table);
    catalog_.add(std::move(rule));
}

} // namespace ironlaw
