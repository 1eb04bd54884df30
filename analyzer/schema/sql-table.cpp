// Tables, their constraints, indexes and partitions as SQL.
#include "analyzer/catalog/naming.h"
#include "analyzer/catalog/type-text.h"
#include "analyzer/schema/sql-writer.h"

#include "analyzer/schema/words.h"
#include "analyzer/schema/written-whole.h"
#include "grammar/clause.h"
#include "grammar/keyword.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace ironlaw {

namespace {

std::string columnList(const Table& table, const std::vector<ColumnNumber>& numbers) {
    std::vector<std::string> names;
    for (ColumnNumber number : numbers) {
        const Column* column = table.column(number);
        names.push_back(column == nullptr ? "?" : quotedIdentifier(column->name));
    }
    return fmt::format("({})", fmt::join(names, ", "));
}

/// CREATE TABLE makes one constraint of two that need the same index.
bool repeatsKey(const Table& table, const Constraint& constraint) {
    const bool isKey = constraint.index != 0 && constraint.kind != ConstraintKind::Exclusion;
    return isKey && std::any_of(table.constraints.data(), &constraint, [&](const Constraint& one) {
               return one.index != 0 && one.kind != ConstraintKind::Exclusion &&
                      one.columns == constraint.columns;
           });
}

/// What goes into the statement that makes the table, rather than behind the table.
bool isEarly(const Table& table, const Constraint& constraint) {
    return constraint.kind != ConstraintKind::ForeignKey && constraint.validated &&
           !repeatsKey(table, constraint);
}

/// Its sequence is there only once the other table is.
bool drawsFromIdentity(const Column& column, const Catalog& catalog) {
    const Sequence* sequence = catalog.get<Sequence>(column.defaultSequence);
    return sequence != nullptr && sequence->identity;
}

bool isTemporary(const Table& table) { return table.persistence == Persistence::Temporary; }

/// The word for a type that draws from a sequence; empty for types that no such word stands for.
std::string_view serialOf(const Column& column) {
    const std::string_view type =
        column.type == nullptr ? std::string_view() : column.type->name.name.text.view();
    return type == "int4"   ? "serial"
           : type == "int8" ? "bigserial"
           : type == "int2" ? "smallserial"
                            : "";
}

} // namespace

bool isSerial(const Catalog& catalog, const Table& table, const Column& column) {
    const Sequence* sequence = catalog.get<Sequence>(column.defaultSequence);
    return sequence != nullptr && sequence->definition == nullptr && !sequence->identity &&
           sequence->ownerTable == table.id && sequence->ownerColumn == column.number &&
           sequence->schema == table.schema && column.notNull && !serialOf(column).empty() &&
           sequence->name == makeObjectName(table.name, column.name, "seq");
}

void SqlWriter::table(const Table& table) {
    if (isTemporary(table)) {
        return;
    }
    const bool whole = isWrittenWhole(table, catalog_);
    std::vector<std::string> elements;
    for (const Column& one : table.columns) {
        if (one.local || whole) {
            elements.push_back(column(table, one) +
                               (isLoosened(table, one, catalog_) ? " NOT NULL" : ""));
        }
    }
    for (const Constraint& one : table.constraints) {
        if (isEarly(table, one) && (one.local || whole)) {
            elements.push_back(constraint(table, one));
        }
    }
    if (!table.columnsComplete) {
        out_ << "-- This table has columns that the history does not show.\n";
    }
    out_ << fmt::format("CREATE {}{}TABLE {} (", table.foreign ? "FOREIGN " : "",
                        table.persistence == Persistence::Unlogged ? "UNLOGGED " : "",
                        nameOf(table));
    for (size_t i = 0; i < elements.size(); ++i) {
        out_ << (i == 0 ? "\n    " : ",\n    ") << elements[i];
    }
    out_ << (elements.empty() ? ")" : "\n)");
    std::vector<std::string> parents;
    parents.reserve(table.parents.size());
    for (ObjectId parent : table.parents) {
        parents.push_back(relationName(parent));
    }
    if (!whole) {
        out_ << fmt::format(" INHERITS ({})", fmt::join(parents, ", "));
    }
    out_ << partitionKey(table) << foreignServer(table) << ";\n";
    lateConstraints(table, false);
    for (const std::string& parent : whole ? parents : std::vector<std::string>()) {
        out_ << fmt::format("ALTER TABLE {} INHERIT {};\n", nameOf(table), parent);
    }
    for (const Column& one : table.columns) {
        if (isLoosened(table, one, catalog_)) {
            out_ << fmt::format("ALTER TABLE ONLY {} ALTER COLUMN {} DROP NOT NULL;\n",
                                nameOf(table), quotedIdentifier(one.name));
        }
    }
}

std::string SqlWriter::column(const Table& table, const Column& column) const {
    if (style_.serials && isSerial(catalog_, table, column)) {
        return fmt::format("{} {}", quotedIdentifier(column.name), serialOf(column));
    }
    std::string text = quotedIdentifier(column.name) + " " +
                       (column.type == nullptr ? "text" : typeText(catalog_, *column.type));
    if (!column.collation.empty()) {
        text += " COLLATE " + quotedIdentifier(column.collation);
    }
    const std::string value = writtenDefault(input_, column);
    if (!value.empty() && !drawsFromIdentity(column, catalog_)) {
        text += " DEFAULT " + value;
    }
    if (column.identity != IdentityKind::None) {
        text += fmt::format(" GENERATED {} AS IDENTITY{}", wordsOf(column.identity),
                            identitySequence(table, column));
    }
    if (column.generated != GeneratedKind::None) {
        text += fmt::format(" GENERATED ALWAYS AS ({}) {}",
                            writtenGeneration(input_, table, column), wordsOf(column.generated));
    }
    const NotNullConstraint* notNull = table.notNull(column.number);
    if (!column.notNull || (notNull != nullptr && !notNull->validated)) {
        return text;
    }
    if (notNull != nullptr &&
        notNull->name != makeObjectName(table.name, column.name, "not_null")) {
        text += fmt::format(" CONSTRAINT {}", quotedIdentifier(notNull->name));
    }
    return text + (notNull != nullptr && notNull->noInherit ? " NOT NULL NO INHERIT" : " NOT NULL");
}

std::string SqlWriter::identitySequence(const Table& table, const Column& column) const {
    for (const Sequence* one : catalog_.partsOf<Sequence>(table.id)) {
        if (one->identity && one->ownerColumn == column.number &&
            one->name != makeObjectName(table.name, column.name, "seq")) {
            return fmt::format(" (SEQUENCE NAME {})", nameOf(*one));
        }
    }
    return "";
}

void SqlWriter::lateDefaults(const Table& table) {
    for (const Column& one : table.columns) {
        if (!isTemporary(table) && drawsFromIdentity(one, catalog_)) {
            out_ << fmt::format("ALTER TABLE ONLY {} ALTER COLUMN {} SET DEFAULT {};\n",
                                nameOf(table), quotedIdentifier(one.name),
                                writtenDefault(input_, one));
        }
    }
}

std::string SqlWriter::partitionKey(const Table& table) const {
    if (table.partitionedBy == PartitionStrategy::None) {
        return "";
    }
    const std::string_view file = input_.fileText(table.origin.location);
    const Range range = parenthesesBehind(
        file, table.origin.location.range,
        fmt::format("partition by {}", foldedIdentifier(wordsOf(table.partitionedBy))));
    std::vector<std::string> items;
    auto column = table.partitionColumns.begin();
    for (const Range item : commaSeparated(file, range)) {
        const uint32_t behind = qualifiedNameAt(file, item.begin).end;
        const uint32_t next = trimmedIn(file, {behind, item.end}).begin;
        const bool isExpression = file[item.begin] == '(' || (next < item.end && file[next] == '(');
        if (isExpression || column == table.partitionColumns.end()) {
            items.emplace_back(file.substr(item.begin, item.size()));
            continue;
        }
        const Column* known = table.column(*column++);
        items.push_back((known == nullptr ? "?" : quotedIdentifier(known->name)) +
                        std::string(file.substr(behind, item.end - behind)));
    }
    return fmt::format(" PARTITION BY {} ({})", wordsOf(table.partitionedBy),
                       fmt::join(items, ", "));
}

std::string SqlWriter::foreignServer(const Table& table) const {
    if (!table.foreign) {
        return "";
    }
    const Location place = table.origin.location;
    return " " + rest(place, fromWords(input_.fileText(place), place.range, "server").begin);
}

std::string SqlWriter::constraint(const Table& table, const Constraint& constraint) const {
    std::string text = fmt::format("CONSTRAINT {} ", quotedIdentifier(constraint.name));
    switch (constraint.kind) {
    case ConstraintKind::Check:
        text += fmt::format("CHECK ({})", writtenCheck(input_, table, constraint));
        break;
    case ConstraintKind::ForeignKey: text += foreignKey(table, constraint); break;
    case ConstraintKind::Exclusion: text += exclusion(constraint); break;
    default: text += key(table, constraint); break;
    }
    text += constraint.noInherit ? " NO INHERIT" : "";
    text += constraint.deferrable ? " DEFERRABLE" : "";
    text += constraint.initiallyDeferred ? " INITIALLY DEFERRED" : "";
    text += constraint.enforced ? "" : " NOT ENFORCED";
    return constraint.validated || !constraint.enforced ? text : text + " NOT VALID";
}

std::string SqlWriter::key(const Table& table, const Constraint& constraint) const {
    const Index* index = catalog_.get<Index>(constraint.index);
    std::string text = constraint.kind == ConstraintKind::PrimaryKey ? "PRIMARY KEY " : "UNIQUE ";
    if (index != nullptr && index->nullsNotDistinct) {
        text += "NULLS NOT DISTINCT ";
    }
    text += columnList(table, constraint.columns);
    if (index != nullptr && !index->included.empty()) {
        text += " INCLUDE " + columnList(table, index->included);
    }
    return text;
}

std::string SqlWriter::exclusion(const Constraint& constraint) const {
    const Index* index = catalog_.get<Index>(constraint.index);
    if (index == nullptr) {
        return "";
    }
    std::string text = fmt::format("EXCLUDE USING {} ({})", quotedIdentifier(index->method),
                                   fmt::join(writtenKeys(input_, *index, true), ", "));
    const std::string predicate = writtenPredicate(input_, *index);
    return predicate.empty() ? text : fmt::format("{} WHERE ({})", text, predicate);
}

std::string SqlWriter::foreignKey(const Table& table, const Constraint& constraint) const {
    const ReferencedTable referenced = referencedBy(constraint, catalog_);
    std::vector<std::string> columns;
    columns.reserve(referenced.columns.size());
    for (std::string_view name : referenced.columns) {
        columns.push_back(quotedIdentifier(name));
    }
    std::string text =
        fmt::format("FOREIGN KEY {} REFERENCES {}", columnList(table, constraint.columns),
                    nameOf(referenced.schema, referenced.name));
    if (!columns.empty()) {
        text += fmt::format(" ({})", fmt::join(columns, ", "));
    }
    if (constraint.onDelete != ReferentialAction::NoAction) {
        text += fmt::format(" ON DELETE {}", wordsOf(constraint.onDelete));
    }
    if (constraint.onUpdate != ReferentialAction::NoAction) {
        text += fmt::format(" ON UPDATE {}", wordsOf(constraint.onUpdate));
    }
    return text;
}

void SqlWriter::lateConstraints(const Table& table, bool foreignKeys) {
    const bool whole = isWrittenWhole(table, catalog_);
    for (const NotNullConstraint& one : table.notNulls) {
        if (!isTemporary(table) && !one.validated && (one.local || whole) && !foreignKeys) {
            out_ << fmt::format("ALTER TABLE {} ADD CONSTRAINT {} NOT NULL {}{} NOT VALID;\n",
                                nameOf(table), quotedIdentifier(one.name),
                                quotedIdentifier(table.column(one.column)->name),
                                one.noInherit ? " NO INHERIT" : "");
        }
    }
    for (const Constraint& one : table.constraints) {
        const bool isForeignKey = one.kind == ConstraintKind::ForeignKey;
        const bool own = one.local || (!isForeignKey && whole);
        if (!isTemporary(table) && !isEarly(table, one) && own && isForeignKey == foreignKeys) {
            out_ << fmt::format("ALTER TABLE {} ADD {};\n", nameOf(table), constraint(table, one));
        }
    }
}

void SqlWriter::index(const Index& index) {
    const Table* table = catalog_.get<Table>(index.table);
    if (table != nullptr && isTemporary(*table)) {
        return;
    }
    std::string text = fmt::format(
        "CREATE {}INDEX {} ON {}{} USING {} ({})", index.unique ? "UNIQUE " : "",
        quotedIdentifier(index.name), index.valid ? "" : "ONLY ", relationName(index.table),
        quotedIdentifier(index.method), fmt::join(writtenKeys(input_, index, true), ", "));
    if (table != nullptr && !index.included.empty()) {
        text += " INCLUDE " + columnList(*table, index.included);
    }
    text += index.nullsNotDistinct ? " NULLS NOT DISTINCT" : "";
    const std::string predicate = writtenPredicate(input_, index);
    out_ << text << (predicate.empty() ? "" : " WHERE " + predicate) << ";\n";
}

void SqlWriter::indexParent(const Index& index) {
    const Index* parent = catalog_.get<Index>(index.parent);
    if (parent != nullptr && !parent->valid && !parent->ofConstraint) {
        out_ << fmt::format("ALTER INDEX {} ATTACH PARTITION {};\n", nameOf(*parent),
                            nameOf(index));
    }
}

void SqlWriter::partition(const Table& table) {
    if (table.partitionOf == 0) {
        return;
    }
    out_ << fmt::format("ALTER TABLE {} ATTACH PARTITION {} {};\n", relationName(table.partitionOf),
                        nameOf(table), writtenBound(input_, table));
}

void SqlWriter::rowSecurity(const Table& table) {
    if (table.rowSecurity) {
        out_ << fmt::format("ALTER TABLE {} ENABLE ROW LEVEL SECURITY;\n", nameOf(table));
    }
    if (table.forcesRowSecurity) {
        out_ << fmt::format("ALTER TABLE {} FORCE ROW LEVEL SECURITY;\n", nameOf(table));
    }
}

void SqlWriter::sequenceOwner(const Sequence& sequence) {
    const Table* table = catalog_.get<Table>(sequence.ownerTable);
    const Column* column = table == nullptr ? nullptr : table->column(sequence.ownerColumn);
    if (sequence.identity || sequence.temporary || column == nullptr) {
        return;
    }
    out_ << fmt::format("ALTER SEQUENCE {} OWNED BY {}.{};\n", nameOf(sequence), nameOf(*table),
                        quotedIdentifier(column->name));
}

} // namespace ironlaw
