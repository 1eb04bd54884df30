// Describes the objects of one catalog. Within schema/ only.
#pragma once

#include "analyzer/schema/description.h"

#include <functional>

namespace ironlaw {

class Describer {
public:
    Describer(const SchemaInput& input, Comparison comparison, std::vector<ObjectDescription>& out)
        : input_(input), catalog_(input.catalog), isExact_(comparison == Comparison::Exact),
          out_(out) {}

    void object(const CatalogObject& object);

private:
    // describe-table.cpp
    void table(const Table& table);
    void tableShape(const Table& table, ObjectDescription& result) const;
    void column(const Table& table, const Column& column);
    void identitySequence(const Table& table, const Column& column,
                          ObjectDescription& result) const;
    void columnValue(const Table& table, const Column& column, ObjectDescription& result) const;
    void constraint(const Table& table, const Constraint& constraint);
    void foreignKey(const Constraint& constraint, ObjectDescription& result) const;
    void index(const Index& index);

    // describe-object.cpp
    void view(const View& view);
    void sequenceOptions(ObjectDescription& object, const Sequence& sequence) const;
    void sequence(const Sequence& sequence);
    void type(const Type& type);
    void routine(const Routine& routine);
    void routineText(ObjectDescription& object, const Routine& routine) const;
    void trigger(const Trigger& trigger);
    void policy(const Policy& policy);
    void statistics(const Statistics& statistics);
    void publication(const Publication& publication);
    void rule(const RewriteRule& rule);
    void definition(const Definition& definition);
    void serverObject(const ServerObject& object);
    void named(const CatalogObject& object, std::string_view word);

    /// A new description at the end, of what has a name of its own in a schema or database.
    ObjectDescription& add(const CatalogObject& object, char nameSpace, std::string_view word);
    /// The same of a part of the table or view `relation`.
    ObjectDescription& addPart(const CatalogObject& relation, char nameSpace, std::string_view word,
                               std::string_view name);
    /// As messages say it: without the default schema.
    std::string nameOf(const CatalogObject& object) const;

    /// Compared word by word in both comparisons.
    static void say(ObjectDescription& object, std::string_view name, std::string value);
    /// Likewise, shown in its own words.
    static void say(ObjectDescription& object, std::string_view name, std::string shown,
                    std::optional<std::string> value);
    /// All that statements have set. `madeIn`: the migration that has made the object, or 0.
    /// `isKnown`: whether what they have not set is the default.
    static void settings(ObjectDescription& object, const HeldSettings& settings, uint32_t madeIn,
                         const std::function<bool(std::string_view)>& isKnown);
    static void flag(ObjectDescription& object, std::string_view words, bool isSet);
    /// Compared word by word if both schemas are written in the same texts, and else only told.
    void written(ObjectDescription& object, std::string_view name, std::string_view text,
                 std::optional<std::string> comparable) const;
    void type(ObjectDescription& object, const TypeName* type) const;
    /// What is said of an object beside its definition; nothing of it is compared with a dump.
    void remarks(ObjectDescription& object, const CatalogObject& described) const;
    static std::string privilegesOf(const CatalogObject& object,
                                    const std::vector<Privilege>& privileges);
    /// The text of the definition from `begin` to its end.
    void definition(ObjectDescription& object, Location place, uint32_t begin) const;
    void comment(ObjectDescription& object, std::string_view comment) const;
    /// The text of a clause of a policy: what stands in the parentheses behind `words`.
    void policyClause(ObjectDescription& object, std::string_view words, Location place,
                      const Expression* expression) const;

    const SchemaInput& input_;
    const Catalog& catalog_;
    bool isExact_;
    std::vector<ObjectDescription>& out_;
};

} // namespace ironlaw
