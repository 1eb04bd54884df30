// Types, enums and domains: names that are taken or not there, labels that are.
#include "analyzer/replay/failure-sink.h"

#include <fmt/format.h>

#include <algorithm>

namespace ironlaw {

namespace {

class TypeFailures {
public:
    TypeFailures(Range range, FailureSink& sink) : range_(range), sink_(sink) {}

    void newType(const QualifiedName& name) {
        const std::string_view schema = sink_.schemaFor(name, false);
        const Lookup<Type> existing = catalog().type({{schema, false}, name.name, {}});
        if (existing) {
            sink_.alreadyExists(*existing,
                                fmt::format("type \"{}\" already exists", name.name.text.view()),
                                placeOf(name, range_));
            return;
        }
        // Tables and views have a type of their rows.
        const CatalogObject* relation = catalog().relationIn(schema, name.name.text);
        if (as<Table>(relation) != nullptr || as<View>(relation) != nullptr) {
            sink_.alreadyExists(*relation,
                                fmt::format("type \"{}\" already exists", name.name.text.view()),
                                placeOf(name, range_));
        }
    }

    void of(const CreateType& statement) {
        newType(statement.name);
        std::vector<std::string_view> labels(statement.labels.begin(), statement.labels.end());
        std::ranges::sort(labels);
        const auto twice = std::ranges::adjacent_find(labels);
        if (twice != labels.end()) {
            sink_.add(FailureKind::InvalidDefinition,
                      fmt::format("enum label \"{}\" used more than once", *twice),
                      placeOf(statement.name, range_), *twice);
        }
    }

    void of(const AlterEnum& statement) {
        const Lookup<Type> type = catalog().type(statement.name);
        if (!type) {
            if (sink_.isAbsentType(statement.name)) {
                missing("type", statement.name);
            }
            return;
        }
        if (type->typeKind != TypeKind::Enum) {
            sink_.add({FailureKind::UnknownObject,
                       fmt::format("{} is not an enum", displayName(statement.name)),
                       placeOf(statement.name, range_),
                       type->name,
                       {obstacleOf(*type)}});
            return;
        }
        const auto isLabel = [&](std::string_view label) {
            return std::ranges::find(type->labels, label) != type->labels.end();
        };
        for (const std::string_view needed : {statement.oldValue, statement.neighbour}) {
            if (!needed.empty() && !isLabel(needed) && sink_.isCertain(*type) &&
                !sink_.isInDoubt(needed)) {
                sink_.add(FailureKind::UnknownObject,
                          fmt::format("\"{}\" is not an existing enum label", needed), start(),
                          needed);
                return;
            }
        }
        const bool has = isLabel(statement.value);
        if (has && !statement.ifNotExists && type->typeKind == TypeKind::Enum &&
            !sink_.isInDoubt(statement.value)) {
            sink_.alreadyExists(
                *type, fmt::format("enum label \"{}\" already exists", statement.value), start());
        }
    }

    void of(const AlterDomain& statement) {
        const Lookup<Type> type = catalog().type(statement.name);
        if (!type) {
            if (!statement.ifExists && sink_.isAbsentType(statement.name)) {
                missing("type", statement.name);
            }
        } else if (type->typeKind != TypeKind::Domain && sink_.isCertain(*type)) {
            sink_.add({FailureKind::UnknownObject,
                       fmt::format("{} is not a domain", quotedName(statement.name)),
                       placeOf(statement.name, range_),
                       type->name,
                       {obstacleOf(*type)}});
        }
    }

private:
    const Catalog& catalog() const { return sink_.catalog(); }
    Range start() const { return {range_.begin, range_.begin}; }

    void missing(std::string_view what, const QualifiedName& name) {
        sink_.add(FailureKind::UnknownObject,
                  fmt::format("{} {} does not exist", what, quotedName(name)),
                  placeOf(name, range_), name.name.text);
    }

    Range range_;
    FailureSink& sink_;
};

} // namespace

void typeFailures(const Statement& statement, FailureSink& sink) {
    TypeFailures failures(statement.range, sink);
    switch (statement.kind) {
    case StatementKind::CreateType: failures.of(*as<CreateType>(statement)); break;
    case StatementKind::CreateDomain: failures.newType(as<CreateDomain>(statement)->name); break;
    case StatementKind::AlterEnum: failures.of(*as<AlterEnum>(statement)); break;
    case StatementKind::AlterDomain: failures.of(*as<AlterDomain>(statement)); break;
    default: break;
    }
}

} // namespace ironlaw
