// Tables with their columns, constraints and indexes, in words.
#include "analyzer/schema/describer.h"

#include "analyzer/catalog/type-text.h"
#include "analyzer/schema/bookkeeping.h"
#include "analyzer/schema/dump-spelling.h"
#include "analyzer/schema/spelling.h"
#include "analyzer/schema/words.h"
#include "analyzer/schema/written.h"
#include "grammar/anchor.h"
#include "grammar/keyword.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <llvm/ADT/StringRef.h>

namespace ironlaw {

namespace {

std::string namesOf(const Table& table, const std::vector<ColumnNumber>& numbers) {
    std::vector<std::string_view> names;
    for (const ColumnNumber number : numbers) {
        const Column* column = table.column(number);
        names.push_back(column == nullptr ? "?" : column->name);
    }
    return fmt::format("({})", fmt::join(names, ", "));
}

std::string sortedNamesOf(const Table& table, std::vector<ColumnNumber> numbers) {
    std::ranges::sort(numbers, {}, [&](ColumnNumber number) {
        const Column* column = table.column(number);
        return column == nullptr ? std::string_view() : column->name;
    });
    const auto repeated = std::ranges::unique(numbers);
    numbers.erase(repeated.begin(), repeated.end());
    return namesOf(table, numbers);
}

/// The operator classes that an index takes by itself (opcdefault in pg_opclass) for the types that
/// most columns have.
bool isDefaultClass(std::string_view name, std::string_view method) {
    constexpr std::array<std::string_view, 19> ordered = {
        "array_ops",     "bool_ops",        "bpchar_ops", "bytea_ops",   "date_ops",
        "enum_ops",      "float4_ops",      "float8_ops", "int2_ops",    "int4_ops",
        "int8_ops",      "interval_ops",    "inet_ops",   "numeric_ops", "text_ops",
        "timestamp_ops", "timestamptz_ops", "uuid_ops",   "timetz_ops"};
    constexpr std::array<std::string_view, 3> inverted = {"array_ops", "jsonb_ops", "tsvector_ops"};
    return (method == "btree" && llvm::is_contained(ordered, name)) ||
           (method == "gin" && llvm::is_contained(inverted, name));
}

/// The keys of an index without the words that ask for what it does in any case.
std::string withoutDefaultOrder(const std::vector<std::string>& keys, std::string_view method) {
    std::string result;
    for (const std::string& key : keys) {
        const std::string text = withoutSpelling(key);
        llvm::StringRef rest = text;
        const bool nullsFirst = rest.consume_back(" nulls first");
        const bool nullsLast = rest.consume_back(" nulls last");
        const bool descends = rest.consume_back(" desc");
        rest.consume_back(" asc");
        const auto [column, last] = rest.rsplit(' ');
        rest = isDefaultClass(last, method) ? column : rest;
        result += rest.str() + (descends ? " desc" : "") +
                  (nullsFirst && !descends ? " nulls first" : "") +
                  (nullsLast && descends ? " nulls last" : "") + ",";
    }
    return result;
}

std::string_view wordOf(ConstraintKind kind) {
    switch (kind) {
    case ConstraintKind::NotNull: return "not-null constraint";
    case ConstraintKind::PrimaryKey: return "primary key";
    case ConstraintKind::Unique: return "unique constraint";
    case ConstraintKind::Check: return "check constraint";
    case ConstraintKind::ForeignKey: return "foreign key";
    case ConstraintKind::Exclusion: return "exclusion constraint";
    }
    return "";
}

std::string_view kindOf(const Table& table) {
    if (table.foreign) {
        return "foreign table";
    }
    return table.partitionedBy == PartitionStrategy::None ? "table" : "partitioned table";
}

} // namespace

void Describer::table(const Table& table) {
    if (table.persistence == Persistence::Temporary) {
        return;
    }
    ObjectDescription& result = add(table, 'r', "table");
    result.complete = table.complete && table.columnsComplete;
    // Partitions come with the data that they hold: whoever runs the database adds some. A table
    // that is only mentioned may be one of the other schema under another name.
    result.incidental = isBookkeeping(table.schema, table.name) || !table.complete ||
                        (!isExact_ && table.partitionOf != 0);
    if (table.complete) {
        tableShape(table, result);
    }
    for (const Column& one : table.columns) {
        if (table.complete || one.origin.migration != 0) {
            column(table, one);
        }
    }
    for (const Constraint& one : table.constraints) {
        constraint(table, one);
    }
}

void Describer::tableShape(const Table& table, ObjectDescription& result) const {
    say(result, "kind", std::string(kindOf(table)));
    flag(result, "UNLOGGED", table.persistence == Persistence::Unlogged);
    flag(result, "row-level security", table.rowSecurity);
    flag(result, "forced row-level security", table.forcesRowSecurity);
    if (table.partitionedBy != PartitionStrategy::None) {
        say(result, "partition key",
            fmt::format("{} {}", wordsOf(table.partitionedBy),
                        namesOf(table, table.partitionColumns)));
    }
    std::vector<std::string> parents;
    for (const ObjectId parent : table.parents) {
        if (const CatalogObject* known = catalog_.find(parent)) {
            parents.push_back(nameOf(*known));
        }
    }
    const Table* partitioned = catalog_.get<Table>(table.partitionOf);
    say(result, "partitioned table", partitioned == nullptr ? "" : nameOf(*partitioned));
    if (isExact_) {
        const Type* type = catalog_.get<Type>(table.ofType);
        say(result, "type", type == nullptr ? "" : nameOf(*type));
        written(result, "partition bound", writtenBound(input_, table), std::nullopt);
    }
    if (table.partitionOf == 0) {
        say(result, "parents", fmt::format("{}", fmt::join(parents, ", ")));
    }
    for (size_t i = 0; i < table.columns.size() && isExact_; ++i) {
        result.columnOrder.emplace_back(table.columns[i].name);
    }
}

void Describer::column(const Table& table, const Column& column) {
    ObjectDescription& result = addPart(table, 'c', "column", column.name);
    result.column = column.number;
    result.place = column.origin.location;
    result.attributes.reserve(isExact_ ? 7 : 5);
    type(result, column.type);
    comment(result, column.comment);
    flag(result, "NOT NULL", column.notNull);
    if (isExact_) {
        say(result, "collation", std::string(column.collation));
        flag(result, "definition of its own", column.local && column.inheritCount > 0);
        const bool made = table.complete || column.origin.migration != 0;
        settings(result, column.settings, 0, [made](std::string_view) { return made; });
    }
    columnValue(table, column, result);
    const std::string_view identity = wordsOf(column.identity);
    say(result, "identity", std::string(identity));
    say(result, "generation", std::string(wordsOf(column.generated)));
    if (isExact_ && column.identity != IdentityKind::None) {
        identitySequence(table, column, result);
    }
}

void Describer::identitySequence(const Table& table, const Column& column,
                                 ObjectDescription& result) const {
    for (const Sequence* sequence : catalog_.partsOf<Sequence>(table.id)) {
        if (sequence->identity && sequence->ownerColumn == column.number) {
            ObjectDescription options;
            sequenceOptions(options, *sequence);
            for (Attribute& one : options.attributes) {
                say(result, "identity " + one.name, one.shown);
            }
        }
    }
}

void Describer::columnValue(const Table& table, const Column& column,
                            ObjectDescription& result) const {
    if (column.generated != GeneratedKind::None) {
        written(result, "generation expression", writtenGeneration(input_, table, column),
                std::nullopt);
        return;
    }
    const bool has = column.hasDefault && column.identity == IdentityKind::None &&
                     (column.defaultValue == nullptr || !isNullConstant(column.defaultValue));
    if (!has) {
        say(result, "default", "");
        return;
    }
    std::string text = writtenDefault(input_, column);
    const Sequence* sequence = catalog_.get<Sequence>(column.defaultSequence);
    std::optional<std::string> comparable =
        sequence != nullptr ? std::optional(text)
                            : comparableDefault(catalog_, column.defaultValue, column.type);
    if (isExact_ && isConstant(column.defaultValue)) { // of which a server keeps the value
        say(result, "default", text, std::move(comparable));
        return;
    }
    written(result, "default", text.empty() ? "of its own" : text, std::move(comparable));
}

void Describer::constraint(const Table& table, const Constraint& constraint) {
    ObjectDescription& result = addPart(table, 'k', wordOf(constraint.kind), constraint.name);
    result.place = constraint.origin.location;
    comment(result, constraint.comment);
    result.incidental = !isExact_ && constraint.inherited;
    const Location place = constraint.place;
    const llvm::StringRef text = input_.fileText(place);
    result.nameIsChosen =
        !isExact_ && !text.substr(place.range.begin).ltrim().starts_with_insensitive("constraint ");
    say(result, "kind", std::string(wordOf(constraint.kind)));
    if (constraint.kind == ConstraintKind::Check) {
        say(result, "columns", sortedNamesOf(table, constraint.mentioned));
        written(result, "expression", writtenCheck(input_, table, constraint), std::nullopt);
        if (const auto words = comparableWords(constraint.expression); words && !isExact_) {
            say(result, "constants", *words);
        }
        result.purpose = result.parent + "\n" + std::string(wordOf(constraint.kind)) +
                         sortedNamesOf(table, constraint.mentioned) +
                         comparableWords(constraint.expression).value_or("");
    } else {
        say(result, "columns", namesOf(table, constraint.columns));
        result.purpose = result.parent + "\n" + std::string(wordOf(constraint.kind)) +
                         namesOf(table, constraint.columns);
    }
    if (constraint.kind == ConstraintKind::ForeignKey) {
        foreignKey(constraint, result);
    }
    if (const Index* index = catalog_.get<Index>(constraint.index)) {
        flag(result, "NULLS NOT DISTINCT", index->nullsNotDistinct);
        say(result, "included columns",
            index->included.empty() ? "" : namesOf(table, index->included));
        if (isExact_) {
            settings(result, index->settings, 0, [](std::string_view) { return true; });
        }
        if (isExact_ && constraint.kind == ConstraintKind::Exclusion) {
            const std::vector<std::string> keys = writtenKeys(input_, *index, true);
            say(result, "method", std::string(index->method));
            written(result, "elements", fmt::format("{}", fmt::join(keys, ", ")), std::nullopt);
            written(result, "predicate", writtenPredicate(input_, *index), std::nullopt);
        }
    }
    flag(result, "DEFERRABLE", constraint.deferrable);
    flag(result, "INITIALLY DEFERRED", constraint.initiallyDeferred);
    flag(result, "NO INHERIT", constraint.noInherit);
    flag(result, "NOT VALID", !constraint.validated && constraint.enforced);
    flag(result, "NOT ENFORCED", !constraint.enforced);
}

void Describer::foreignKey(const Constraint& constraint, ObjectDescription& result) const {
    const ReferencedTable referenced = referencedBy(constraint, catalog_);
    const auto* table = catalog_.get<Table>(constraint.referencedTable);
    const bool complete = std::ranges::none_of(referenced.columns, &std::string_view::empty);
    if (table != nullptr && !referenced.columns.empty() && complete) {
        const std::string target =
            fmt::format("{} ({})", nameOf(*table), fmt::join(referenced.columns, ", "));
        say(result, "target", target);
        result.purpose += target;
    }
    const auto words = [](ReferentialAction action) {
        const std::string_view known = wordsOf(action);
        return std::string(known.empty() ? "NO ACTION" : known);
    };
    say(result, "ON DELETE action", words(constraint.onDelete));
    say(result, "ON UPDATE action", words(constraint.onUpdate));
}

void Describer::index(const Index& index) {
    const CatalogObject* relation = catalog_.find(index.table);
    const Table* table = as<Table>(relation);
    const bool isTemporary = table != nullptr && table->persistence == Persistence::Temporary;
    if (relation == nullptr || index.ofConstraint || isTemporary) {
        return;
    }
    ObjectDescription& result = add(index, 'i', "index");
    result.title = fmt::format("{} of \"{}\"", result.title, nameOf(*relation));
    result.parent = fmt::format("r{}\n{}", relation->schema, relation->name);
    result.incidental = !isExact_ && index.parent != 0;
    const std::string_view file = input_.fileText(index.place);
    const Range on = findWord(file, index.place.range, "on");
    const Range head{index.place.range.begin, on.begin};
    result.nameIsChosen =
        !isExact_ && !on.empty() &&
        !llvm::StringRef(file.substr(head.begin, head.size())).contains_insensitive(index.name);
    say(result, "table", nameOf(*relation));
    flag(result, "UNIQUE", index.unique);
    say(result, "method", std::string(index.method));
    std::vector<std::string> keys = writtenKeys(input_, index, isExact_);
    for (size_t i = 0; i < keys.size() && !isExact_; ++i) {
        const IndexKey* key = index.keys[i].key;
        keys[i] = index.keys[i].column == 0 ? "expression" : keys[i];
        keys[i] += key != nullptr && key->descending ? " DESC" : "";
        keys[i] += key == nullptr || key->nullsFirst == key->descending ? ""
                   : key->nullsFirst                                    ? " NULLS FIRST"
                                                                        : " NULLS LAST";
    }
    const std::string shown = fmt::format("({})", fmt::join(keys, ", "));
    say(result, "keys", shown, isExact_ ? withoutDefaultOrder(keys, index.method) : shown);
    say(result, "included columns",
        index.included.empty() || table == nullptr ? "" : namesOf(*table, index.included));
    flag(result, "NULLS NOT DISTINCT", index.nullsNotDistinct);
    written(result, "predicate", writtenPredicate(input_, index), comparableWords(index.predicate));
    result.purpose =
        fmt::format("{}\nindex{}({})", result.parent, index.unique, fmt::join(keys, ", "));
    if (isExact_) {
        flag(result, "INVALID", !index.valid);
    }
}

} // namespace ironlaw
