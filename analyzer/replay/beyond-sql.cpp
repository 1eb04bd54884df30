// See beyond-sql.h.
#include "analyzer/replay/beyond-sql.h"

namespace ironlaw {

namespace {

class Reader {
public:
    explicit Reader(const Replay& replay) : replay_(replay), catalog_(replay.catalog()) {}

    std::vector<BeyondSql> read(const Statement& statement) {
        if (const auto* alter = as<AlterEnum>(statement)) {
            value(*alter);
        } else if (const auto* drop = as<Drop>(statement)) {
            for (size_t i = 0; drop->objectKind == ObjectKind::Table && i < drop->objects.size();
                 ++i) {
                rows(drop->objects[i].name, drop->ifExists, drop->range);
            }
        } else if (const auto* truncate = as<Truncate>(statement)) {
            for (const QualifiedName& table : truncate->tables) {
                rows(table, false, truncate->range);
            }
        } else if (const auto* table = as<AlterTable>(statement)) {
            columns(*table);
        }
        return std::move(result_);
    }

private:
    Location at(Range range) const { return {replay_.file(), range}; }

    void value(const AlterEnum& alter) {
        const Lookup<Type> type = catalog_.type(alter.name);
        const bool isNew = type && type->origin.migration == replay_.migration();
        if (alter.oldValue.empty() && !isNew) {
            result_.push_back({BeyondSql::Kind::EnumValue, at(alter.range), displayName(alter.name),
                               alter.value});
        }
    }

    void rows(const QualifiedName& name, bool guarded, Range place) {
        const Lookup<Table> table = catalog_.table(name);
        const bool mayBeThere = table || (!guarded && table.certainty == Certainty::Unknown);
        if (mayBeThere && !(table && replay_.isNew(*table))) {
            result_.push_back({BeyondSql::Kind::Rows, at(place), displayName(name), {}});
        }
    }

    void columns(const AlterTable& alter) {
        const Lookup<Table> table = catalog_.table(alter.name);
        if (table && replay_.isNew(*table)) {
            return;
        }
        for (const AlterAction* action : alter.actions) {
            const auto* drop = as<DropColumn>(*action);
            const Column* column =
                drop != nullptr && table ? table->column(drop->column.text) : nullptr;
            const bool isNew = column != nullptr && column->origin.migration == replay_.migration();
            const bool isGenerated = column != nullptr && column->generated != GeneratedKind::None;
            const bool mayBeThere = column != nullptr || (drop != nullptr && !drop->ifExists);
            if (mayBeThere && !isNew && !isGenerated) {
                result_.push_back({BeyondSql::Kind::Values,
                                   at(drop->range),
                                   std::string(drop->column.text.view()),
                                   {}});
            }
        }
    }

    const Replay& replay_;
    const Catalog& catalog_;
    std::vector<BeyondSql> result_;
};

} // namespace

std::vector<BeyondSql> beyondSql(const Statement& statement, const Replay& replay) {
    return Reader(replay).read(statement);
}

} // namespace ironlaw
