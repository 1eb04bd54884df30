// Columns of tables.
#include "analyzer/catalog/expressions.h"
#include "analyzer/catalog/naming.h"
#include "analyzer/replay/apply.h"

#include <array>

namespace ironlaw {

namespace {

/// What a serial column really is (transformColumnDefinition, src/backend/parser/
/// parse_utilcmd.c).
const TypeName* integerOfSerial(std::string_view serial) {
    auto integer = [](std::string_view name) {
        TypeName type;
        type.name = {{"pg_catalog", false}, {name, false}, {}};
        return type;
    };
    static const TypeName smallInteger = integer("int2");
    static const TypeName plainInteger = integer("int4");
    static const TypeName bigInteger = integer("int8");
    if (serial == "smallserial" || serial == "serial2") {
        return &smallInteger;
    }
    return serial == "bigserial" || serial == "serial8" ? &bigInteger : &plainInteger;
}

bool contains(const std::vector<ColumnNumber>& columns, ColumnNumber column) {
    return std::ranges::find(columns, column) != columns.end();
}

} // namespace

ObjectId Applier::drawnSequence(const Expression* defaultValue) const {
    ObjectId result = 0;
    walkExpression(defaultValue, [&](const Expression& node) {
        if (node.text == "nextval") {
            const Sequence* sequence = calledSequence(node, catalog_);
            result = sequence != nullptr ? sequence->id : result;
        }
        return true;
    });
    return result;
}

void Applier::define(const ColumnDefinition& definition, Column& column) const {
    const bool serial = definition.type.isSerial();
    if (serial) {
        column.type = integerOfSerial(definition.type.name.name.text);
    } else if (!definition.type.name.empty()) {
        column.type = resolved(definition.type);
    }
    column.notNull |= definition.notNull || serial || definition.identity != IdentityKind::None;
    if (definition.hasDefault) {
        column.hasDefault =
            column.type == nullptr || keepsDefault(definition.defaultValue, *column.type);
        column.defaultNeeds = needsOf({definition.defaultValue});
        column.defaultValue = column.hasDefault ? definition.defaultValue : nullptr;
        column.defaultSequence = drawnSequence(column.defaultValue);
        column.defaultPlace = replay_.originAt(definition.range).location;
    }
    take(column, definition.settings, true);
    column.hasDefault |= serial;
    if (definition.identity != IdentityKind::None) {
        column.identity = definition.identity;
    }
    if (definition.generated != GeneratedKind::None) {
        column.generated = definition.generated;
        column.generation = definition.generation;
        column.generationNeeds = needsOf({definition.generation});
        column.generationPlace = replay_.originAt(definition.range).location;
    }
    if (!definition.collation.empty()) {
        column.collation = definition.collation.text;
    }
}

bool Applier::addColumn(ObjectId id, const ColumnDefinition& definition, bool only) {
    const Column* existing = catalog_.get<Table>(id)->column(definition.name.text);
    if (existing != nullptr && existing->origin.migration != 0 && staysThere(existing->name)) {
        return false;
    }
    Table* table = catalog_.edit<Table>(id);
    auto place = std::ranges::find(table->columns, definition.name.text.view(), &Column::name);
    if (place == table->columns.end()) {
        Column& column = table->columns.emplace_back();
        column.name = definition.name.text;
        column.number = ++table->lastColumnNumber;
        place = table->columns.end() - 1;
    }
    place->origin = replay_.originAt(definition.range);
    define(definition, *place);
    const std::string_view name = place->name;
    const bool identity = definition.identity != IdentityKind::None;
    if (identity || definition.type.isSerial()) {
        ownedSequence(id,
                      {name, definition.identitySequence, identity, definition.identityOptions});
    }
    linkGenerated(id);
    const Column added = *catalog_.get<Table>(id)->column(name);
    if (!only) {
        for (ObjectId child : catalog_.children(id)) {
            addInheritedColumn(child, added);
        }
    }
    // Where it is written with a name, that is a step of its own.
    const bool written = std::ranges::any_of(definition.constraints, [](const auto& one) {
        return one.kind == ConstraintKind::NotNull;
    });
    if (added.notNull && namesNotNulls() && !written) {
        addNotNull(id, name, {}, only);
    }
    return true;
}

void Applier::addInheritedColumn(ObjectId id, const Column& column) {
    std::vector<ObjectId> tables{id};
    for (size_t i = 0; i < tables.size(); ++i) {
        Table* table = catalog_.edit<Table>(tables[i]);
        auto existing = std::ranges::find(table->columns, column.name, &Column::name);
        if (existing != table->columns.end()) {
            ++existing->inheritCount;
            continue;
        }
        Column copy = column;
        copy.number = ++table->lastColumnNumber;
        copy.identity = IdentityKind::None;
        copy.generatedFrom.clear();
        copy.local = false;
        copy.inheritCount = 1;
        table->columns.push_back(copy);
        linkGenerated(tables[i]);
        std::ranges::copy(catalog_.children(tables[i]), std::back_inserter(tables));
    }
}

void Applier::ownedSequence(ObjectId id, const NewSequence& wanted) {
    const Table* table = catalog_.get<Table>(id);
    const Column* column = table->column(wanted.column);
    auto sequence = std::make_unique<Sequence>();
    sequence->schema = wanted.name.schema.empty() ? table->schema : wanted.name.schema.text.view();
    sequence->name = !wanted.name.empty()
                         ? wanted.name.name.text.view()
                         : catalog_.intern(chooseRelationName(catalog_, table->schema, table->name,
                                                              wanted.column, "seq"));
    sequence->ownerTable = id;
    sequence->ownerColumn = column->number;
    sequence->temporary = table->persistence == Persistence::Temporary;
    sequence->identity = wanted.identity;
    const Setting type{"as", column->type == nullptr ? std::string_view()
                                                     : column->type->name.name.text.view()};
    sequence->options.set(std::array{type}, false);
    sequence->options.set(wanted.options, true);
    sequence->origin = column->origin;
    if (!claimRelation(sequence->schema, sequence->name, false, id)) {
        return;
    }
    const ObjectId added = catalog_.add(std::move(sequence));
    if (!wanted.identity) {
        auto& columns = catalog_.edit<Table>(id)->columns;
        std::ranges::find(columns, wanted.column, &Column::name)->defaultSequence = added;
    }
}

void Applier::dropColumn(ObjectId id, std::string_view name, bool cascade, bool only) {
    std::vector<std::pair<ObjectId, std::string_view>> dropped{{id, name}};
    for (size_t i = 0; i < dropped.size(); ++i) {
        const auto [table, columnName] = dropped[i];
        const Column* column = catalog_.get<Table>(table)->column(columnName);
        if (column == nullptr) {
            continue;
        }
        const ColumnNumber number = column->number;
        if (cascade) {
            dropUsersOf(table, number);
            for (const Column& one : catalog_.get<Table>(table)->columns) {
                if (contains(one.generatedFrom, number)) {
                    dropped.emplace_back(table, one.name);
                }
            }
        }
        dropColumnParts(table, number, columnName);
        for (ObjectId child : catalog_.children(table)) {
            if (dropsInherited(child, columnName, only)) {
                dropped.emplace_back(child, columnName);
            }
        }
    }
}

bool Applier::dropsInherited(ObjectId child, std::string_view name, bool only) {
    const Column* column = catalog_.get<Table>(child)->column(name);
    if (column == nullptr) {
        return false;
    }
    if (!only && column->inheritCount == 1 && !column->local) {
        return true;
    }
    auto& columns = catalog_.edit<Table>(child)->columns;
    auto kept = std::ranges::find(columns, name, &Column::name);
    kept->inheritCount -= kept->inheritCount > 0 ? 1 : 0;
    kept->local |= only;
    return false;
}

void Applier::dropColumnParts(ObjectId id, ColumnNumber number, std::string_view name) {
    for (const Index* index : catalog_.indexesOf(id)) {
        const bool isKey =
            std::ranges::find(index->keys, number, &IndexColumn::column) != index->keys.end();
        if (isKey || contains(index->included, number) || contains(index->mentioned, number)) {
            removeIndex(index->id);
        }
    }
    dropForeignKeysTo(
        id, [&](const Constraint& one) { return contains(one.referencedNumbers, number); });
    for (const Sequence* sequence : catalog_.partsOf<Sequence>(id)) {
        if (sequence->ownerColumn == number) {
            dropSequence(sequence->id);
        }
    }
    dropStatistics(id, number);
    Table* changed = catalog_.edit<Table>(id);
    std::erase_if(changed->constraints, [&](const Constraint& constraint) {
        return contains(constraint.columns, number) || contains(constraint.mentioned, number);
    });
    std::erase_if(changed->notNulls,
                  [&](const NotNullConstraint& one) { return one.column == number; });
    std::erase_if(changed->columns, [&](const Column& one) { return one.name == name; });
}

void Applier::renameColumn(ObjectId id, std::string_view name, std::string_view newName) {
    eachDescendant(id, false, [&](ObjectId one) {
        const ColumnNumber number = columnNumber(one, name);
        auto& columns = catalog_.edit<Table>(one)->columns;
        auto column = std::ranges::find(columns, number, &Column::number);
        if (column != columns.end()) {
            column->formerNames.push_back(column->name);
            column->name = newName;
        }
    });
}

} // namespace ironlaw
