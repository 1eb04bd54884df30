// The schema as SQL, statement by statement, or single objects of it.
#pragma once

#include "analyzer/schema/current-names.h"
#include "analyzer/schema/written.h"

namespace ironlaw {

/// How SQL is spelled: for a program by default, for people where these are set.
struct SqlStyle {
    bool bareNames = false; ///< without the default schema
    bool serials =
        false; ///< `serial` for a column with a sequence of its own, as PostgreSQL calls it
};

/// Whether `serial` says all of the column's type, default and sequence.
bool isSerial(const Catalog& catalog, const Table& table, const Column& column);

/// What has to be there before the object can be made, without the tables of its foreign keys. May
/// have an object twice, and 0.
std::vector<ObjectId> neededBy(const CatalogObject& object, const Catalog& catalog);

/// Writes statements that make a schema in an empty database. Each function writes one object, or
/// one kind of them.
class SqlWriter {
public:
    SqlWriter(const SchemaInput& input, llvm::raw_ostream& out, SqlStyle style = {})
        : input_(input), catalog_(input.catalog), out_(out), style_(style) {}

    void write();

    /// The name with its schema as the style wants it.
    std::string nameOf(std::string_view schema, std::string_view name) const;
    std::string nameOf(const CatalogObject& object) const {
        return nameOf(object.schema, object.name);
    }
    std::string relationName(ObjectId relation) const;

    // sql.cpp
    void extension(const Extension& extension);

    // sql-table.cpp
    void table(const Table& table);
    std::string column(const Table& table, const Column& column) const;
    void lateDefaults(const Table& table);
    /// `CONSTRAINT name …` as it stands in a table.
    std::string constraint(const Table& table, const Constraint& constraint) const;
    void lateConstraints(const Table& table, bool foreignKeys);
    void index(const Index& index);
    /// Attaches it to an index that is not on all partitions.
    void indexParent(const Index& index);
    void partition(const Table& table);
    void rowSecurity(const Table& table);
    void sequenceOwner(const Sequence& sequence);

    // sql-object.cpp
    void type(const Type& type);
    void sequence(const Sequence& sequence);
    void view(const View& view);
    void definition(const Definition& definition);
    void routine(const Routine& routine);
    void trigger(const Trigger& trigger);
    void policy(const Policy& policy);

private:
    void schemasAndExtensions();
    void objectsInOrder();

    /// How the sequence of an identity column is called if it is not called after the column.
    std::string identitySequence(const Table& table, const Column& column) const;
    std::string partitionKey(const Table& table) const;
    std::string foreignServer(const Table& table) const;
    std::string key(const Table& table, const Constraint& constraint) const;
    std::string exclusion(const Constraint& constraint) const;
    std::string foreignKey(const Table& table, const Constraint& constraint) const;
    void domain(const Type& domain);
    /// What stands in the parentheses behind `words` in the policy's statement at `place`.
    std::string policyClause(const Policy& policy, std::string_view words, Location place,
                             const Expression* expression) const;
    /// The text of the statement at `place` from `begin` on.
    std::string rest(Location place, uint32_t begin) const;

    const SchemaInput& input_;
    const Catalog& catalog_;
    llvm::raw_ostream& out_;
    SqlStyle style_;
};

} // namespace ironlaw
