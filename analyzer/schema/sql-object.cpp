// Types, sequences, views, routines, triggers and policies as SQL.
#include "analyzer/catalog/type-text.h"
#include "analyzer/schema/sql-writer.h"

#include "analyzer/schema/words.h"
#include "grammar/clause.h"
#include "grammar/keyword.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <llvm/ADT/StringRef.h>

namespace ironlaw {

std::string SqlWriter::rest(Location place, uint32_t begin) const {
    const std::string_view file = input_.fileText(place);
    return begin < place.range.begin || place.range.end > file.size()
               ? ""
               : std::string(file.substr(begin, place.range.end - begin));
}

std::string SqlWriter::relationName(ObjectId relation) const {
    const CatalogObject* object = catalog_.find(relation);
    return object == nullptr ? "" : nameOf(*object);
}

void SqlWriter::type(const Type& type) {
    switch (type.typeKind) {
    case TypeKind::Domain: domain(type); return;
    case TypeKind::Enum: {
        std::vector<std::string> labels;
        for (std::string_view label : type.labels) {
            labels.push_back(quotedLiteral(label));
        }
        out_ << fmt::format("CREATE TYPE {} AS ENUM ({});\n", nameOf(type),
                            fmt::join(labels, ", "));
        return;
    }
    case TypeKind::Composite: {
        std::vector<std::string> attributes;
        for (const Column& attribute : type.attributes) {
            std::string text =
                quotedIdentifier(attribute.name) + " " + typeText(catalog_, *attribute.type);
            attributes.push_back(attribute.collation.empty()
                                     ? text
                                     : text + " COLLATE " + quotedIdentifier(attribute.collation));
        }
        out_ << fmt::format("CREATE TYPE {} AS ({});\n", nameOf(type), fmt::join(attributes, ", "));
        return;
    }
    default: break;
    }
    const Location place = type.origin.location;
    const std::string_view file = input_.fileText(place);
    const uint32_t behindName = qualifiedNameAt(file, behindTokens(file, place.range, 2)).end;
    out_ << fmt::format("CREATE TYPE {}{};\n", nameOf(type), rest(place, behindName));
}

void SqlWriter::domain(const Type& domain) {
    out_ << fmt::format("CREATE DOMAIN {} AS {}", nameOf(domain),
                        typeText(catalog_, *domain.baseType));
    if (const std::string value = writtenDefault(input_, domain); !value.empty()) {
        out_ << " DEFAULT " << value;
    }
    if (!domain.collation.empty()) {
        out_ << " COLLATE " << quotedIdentifier(domain.collation);
    }
    out_ << (domain.notNull ? " NOT NULL" : "");
    for (const DomainCheck& check : domain.checks) {
        out_ << fmt::format(" CONSTRAINT {} CHECK ({})", quotedIdentifier(check.name),
                            writtenCheck(input_, check));
    }
    out_ << ";\n";
}

void SqlWriter::sequence(const Sequence& sequence) {
    if (sequence.identity || sequence.temporary) {
        return;
    }
    std::string options;
    if (sequence.definition != nullptr) {
        const Location place = sequence.origin.location;
        const std::string_view file = input_.fileText(place);
        options = rest(place, sequence.definition->name.range.end);
        // Its owner is named once the table is there.
        const Range owner =
            findWord(file, {sequence.definition->name.range.end, place.range.end}, "owned");
        options = owner.empty() ? options
                                : options.substr(0, options.size() - place.range.end + owner.begin);
    }
    out_ << fmt::format("CREATE SEQUENCE {}{};\n", nameOf(sequence), options);
}

void SqlWriter::view(const View& view) {
    if (view.temporary) {
        return;
    }
    const std::string_view file = input_.fileText(view.place);
    const Range body = fromWords(file, view.place.range, "as");
    const Range head{view.place.range.begin, body.begin};
    std::vector<std::string> columns;
    columns.reserve(view.columns.size());
    for (std::string_view column : view.columns) {
        columns.push_back(quotedIdentifier(column));
    }
    const Range options = parenthesesBehind(file, head, "with");
    out_ << fmt::format("CREATE {}{}VIEW {}{}{} {};\n", view.materialized ? "MATERIALIZED " : "",
                        findWord(file, head, "recursive").empty() ? "" : "RECURSIVE ", nameOf(view),
                        view.columnsComplete ? fmt::format(" ({})", fmt::join(columns, ", ")) : "",
                        options.empty()
                            ? ""
                            : fmt::format(" WITH ({})", file.substr(options.begin, options.size())),
                        writtenQuery(input_, view));
}

void SqlWriter::definition(const Definition& definition) {
    const Location place = definition.origin.location;
    const Range name = definition.definition->object.name.range;
    const std::string_view file = input_.fileText(place);
    const std::string schema =
        definition.schema.empty() ? "" : quotedIdentifier(definition.schema) + ".";
    if (definition.objectKind == ObjectKind::Cast) {
        out_ << file.substr(place.range.begin, place.range.size()) << ";\n";
    } else if (definition.objectKind == ObjectKind::Operator) {
        constexpr size_t words = 2; // CREATE OPERATOR
        const uint32_t own = behindTokens(file, place.range, words);
        const bool isQualified = !definition.definition->object.name.schema.empty();
        out_ << file.substr(place.range.begin, own - place.range.begin)
             << (isQualified ? "" : schema) << rest(place, own) << ";\n";
    } else {
        out_ << file.substr(place.range.begin, name.begin - place.range.begin) << schema
             << quotedIdentifier(definition.ownName) << rest(place, name.end) << ";\n";
    }
    for (const Location& change : definition.changes) {
        out_ << input_.fileText(change).substr(change.range.begin, change.range.size()) << ";\n";
    }
}

void SqlWriter::routine(const Routine& routine) {
    out_ << fmt::format("CREATE {} {}{};\n", wordsOf(routine.definition->kindOfRoutine),
                        nameOf(routine), writtenRoutine(input_, routine));
}

void SqlWriter::trigger(const Trigger& trigger) {
    const Location place = trigger.origin.location;
    const std::string_view file = input_.fileText(place);
    const CreateTrigger& definition = *trigger.definition;
    const Range word = findWord(file, place.range, "trigger");
    const uint32_t behindName = qualifiedNameAt(file, behindTokens(file, word, 1)).end;
    CurrentNames names(input_, place);
    names.know(trigger.needs);
    for (ColumnNumber column : trigger.columns) {
        names.knowColumn(trigger.table, column);
    }
    names.replace(definition.table.range, relationName(trigger.table));
    names.routine(definition.function);
    names.expression(definition.when);
    out_ << fmt::format("CREATE {}TRIGGER {}{};\n", definition.constraint ? "CONSTRAINT " : "",
                        quotedIdentifier(trigger.name), names.text({behindName, place.range.end}));
}

void SqlWriter::policy(const Policy& policy) {
    const CreatePolicy& definition = *policy.definition;
    std::string text = fmt::format("CREATE POLICY {} ON {}", quotedIdentifier(policy.name),
                                   relationName(policy.table));
    text += definition.permissive ? "" : " AS RESTRICTIVE";
    if (!definition.command.empty() && definition.command != "all") {
        text += fmt::format(" FOR {}", llvm::StringRef(definition.command).upper());
    }
    std::vector<std::string> roles;
    for (const Name& role : policy.rolesFrom->roles) {
        roles.push_back(roleName(role.text));
    }
    if (!roles.empty() && roles != std::vector<std::string>{"public"}) {
        text += fmt::format(" TO {}", fmt::join(roles, ", "));
    }
    text += policyClause(policy, "using", policy.usingPlace, policy.usingFrom->usingExpression);
    text +=
        policyClause(policy, "with check", policy.checkPlace, policy.checkFrom->checkExpression);
    out_ << text << ";\n";
}

std::string SqlWriter::policyClause(const Policy& policy, std::string_view words, Location place,
                                    const Expression* expression) const {
    if (expression == nullptr) {
        return "";
    }
    CurrentNames names(input_, place);
    names.know(policy.needs);
    for (const auto& [relation, column] : policy.usedColumns) {
        names.knowColumn(relation, column);
    }
    names.expression(expression);
    return fmt::format(" {} ({})", llvm::StringRef(words).upper(),
                       names.text(parenthesesBehind(input_.fileText(place), place.range, words)));
}

} // namespace ironlaw
