// Tables and their foreign keys as diagrams: Mermaid's erDiagram and Graphviz's DOT. Partitions are
// left out: their parents stand for them.
#include "analyzer/catalog/type-text.h"
#include "analyzer/schema/schema.h"

#include <fmt/format.h>

#include <algorithm>

namespace ironlaw {

namespace {

std::vector<const Table*> drawnTables(const Catalog& catalog) {
    std::vector<const Table*> result = sortedObjects<Table>(catalog);
    std::erase_if(result, [](const Table* table) {
        return table->partitionOf != 0 || table->persistence == Persistence::Temporary;
    });
    return result;
}

/// Tables of the default schema go without it.
std::string shownName(const Catalog& catalog, std::string_view schema, std::string_view name) {
    return schema == catalog.defaultSchema() ? std::string(name)
                                             : fmt::format("{}.{}", schema, name);
}

bool isIn(ConstraintKind kind, const Table& table, ColumnNumber column) {
    return std::ranges::any_of(table.constraints, [&](const Constraint& constraint) {
        return constraint.kind == kind &&
               std::ranges::find(constraint.columns, column) != constraint.columns.end();
    });
}

/// "PK", "FK", "PK, FK" or nothing.
std::string keyMarks(const Table& table, const Column& column) {
    std::string marks = isIn(ConstraintKind::PrimaryKey, table, column.number) ? "PK" : "";
    if (isIn(ConstraintKind::ForeignKey, table, column.number)) {
        marks += marks.empty() ? "FK" : ", FK";
    }
    return marks;
}

/// At most one row of the table can refer to a row of the other one.
bool refersOnce(const Table& table, const Constraint& foreignKey) {
    return std::ranges::any_of(table.constraints, [&](const Constraint& one) {
        return (one.kind == ConstraintKind::PrimaryKey || one.kind == ConstraintKind::Unique) &&
               std::ranges::is_permutation(one.columns, foreignKey.columns);
    });
}

/// A row may refer to none.
bool isOptional(const Table& table, const Constraint& foreignKey) {
    return std::ranges::any_of(foreignKey.columns, [&](ColumnNumber number) {
        const Column* column = table.column(number);
        return column != nullptr && !column->notNull;
    });
}

std::string typeOf(const Catalog& catalog, const Column& column) {
    return column.type == nullptr ? "unknown" : typeText(catalog, *column.type);
}

bool isWordByte(char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || byte == '_' || (byte & 0x80) != 0;
}

/// Mermaid's names and types of attributes are single words (erDiagram.jison).
std::string mermaidWord(std::string_view text, std::string_view others) {
    std::string result;
    for (const char byte : text) {
        const bool kept = isWordByte(byte) || others.find(byte) != std::string_view::npos;
        result += kept ? byte : '_';
    }
    const bool startsLikeOne = !result.empty() && !(result[0] >= '0' && result[0] <= '9');
    return startsLikeOne ? result : "_" + result;
}

/// Names of entities stand in double quotes, which cannot hold a double quote.
std::string mermaidEntity(std::string name) {
    std::erase_if(name, [](char byte) { return byte == '"' || byte == '\n' || byte == '%'; });
    return fmt::format("\"{}\"", name);
}

std::string dotQuoted(std::string_view text) {
    std::string result = "\"";
    for (const char byte : text) {
        if (byte == '"' || byte == '\\') {
            result += '\\';
        }
        result += byte == '\n' ? ' ' : byte;
    }
    return result + '"';
}

/// Text within one of DOT's HTML-like labels.
std::string dotHtml(std::string_view text) {
    std::string result;
    for (const char byte : text) {
        switch (byte) {
        case '&': result += "&amp;"; break;
        case '<': result += "&lt;"; break;
        case '>': result += "&gt;"; break;
        case '"': result += "&quot;"; break;
        default: result += byte;
        }
    }
    return result;
}

} // namespace

void printSchemaMermaid(const SchemaInput& input, llvm::raw_ostream& out) {
    const Catalog& catalog = input.catalog;
    const std::vector<const Table*> tables = drawnTables(catalog);
    out << "erDiagram\n";
    for (const Table* table : tables) {
        out << fmt::format("    {} {{\n",
                           mermaidEntity(shownName(catalog, table->schema, table->name)));
        for (const Column& column : table->columns) {
            const std::string marks = keyMarks(*table, column);
            out << fmt::format("        {} {}{}{}\n", mermaidWord(typeOf(catalog, column), "()[]-"),
                               mermaidWord(column.name, "-"), marks.empty() ? "" : " ", marks);
        }
        out << "    }\n";
    }
    for (const Table* table : tables) {
        for (const Constraint& constraint : table->constraints) {
            if (constraint.kind != ConstraintKind::ForeignKey) {
                continue;
            }
            const ReferencedTable target = referencedBy(constraint, catalog);
            out << fmt::format("    {} {}--{} {} : {}\n",
                               mermaidEntity(shownName(catalog, target.schema, target.name)),
                               isOptional(*table, constraint) ? "|o" : "||",
                               refersOnce(*table, constraint) ? "o|" : "o{",
                               mermaidEntity(shownName(catalog, table->schema, table->name)),
                               mermaidEntity(std::string(constraint.name)));
        }
    }
}

void printSchemaDot(const SchemaInput& input, llvm::raw_ostream& out) {
    const Catalog& catalog = input.catalog;
    const std::vector<const Table*> tables = drawnTables(catalog);
    out << "digraph schema {\n    rankdir=LR;\n    node [shape=plain];\n";
    for (const Table* table : tables) {
        const std::string name = shownName(catalog, table->schema, table->name);
        out << fmt::format("    {} [label=<<table border=\"0\" cellborder=\"1\" cellspacing=\"0\">"
                           "<tr><td colspan=\"2\"><b>{}</b></td></tr>",
                           dotQuoted(name), dotHtml(name));
        for (const Column& column : table->columns) {
            const std::string marks = keyMarks(*table, column);
            out << fmt::format("<tr><td align=\"left\">{}{}{}</td><td align=\"left\">{}</td></tr>",
                               dotHtml(column.name), marks.empty() ? "" : " ", marks,
                               dotHtml(typeOf(catalog, column)));
        }
        out << "</table>>];\n";
    }
    for (const Table* table : tables) {
        for (const Constraint& constraint : table->constraints) {
            if (constraint.kind == ConstraintKind::ForeignKey) {
                const ReferencedTable target = referencedBy(constraint, catalog);
                out << fmt::format("    {} -> {} [label={}];\n",
                                   dotQuoted(shownName(catalog, table->schema, table->name)),
                                   dotQuoted(shownName(catalog, target.schema, target.name)),
                                   dotQuoted(constraint.name));
            }
        }
    }
    out << "}\n";
}

} // namespace ironlaw
