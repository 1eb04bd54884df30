// Each migration is of one of seven kinds, and speaks of tables that earlier ones have made.
#include "tools/bench-history.h"

#include <fmt/format.h>

#include <array>
#include <string_view>

namespace ironlaw::bench {

namespace {

constexpr std::array<std::string_view, 16> nouns = {
    "account",  "order",  "invoice", "payment", "product", "shipment", "customer", "address",
    "supplier", "ticket", "message", "session", "coupon",  "review",   "contract", "employee"};

constexpr std::array<std::string_view, 12> attributes = {
    "status",   "title",    "reference", "country", "currency", "note",
    "language", "priority", "channel",   "region",  "category", "source"};

constexpr std::array<std::string_view, 8> types = {
    "text", "bigint", "numeric(12, 2)", "timestamptz", "boolean", "date", "jsonb", "varchar(80)"};

/// In front of what locks a table that others use.
constexpr std::string_view timeout = "SET LOCAL lock_timeout = '2s';\n\n";

struct Ways {
    std::string title;
    std::string up;
    std::string down;
};

class Generator {
public:
    /// The next migration of the history.
    Ways next() {
        const size_t turn = made_++;
        switch (turn < 2 ? 0 : turn % 7) {
        case 0:
        case 3: return createTable();
        case 1: return addColumns();
        case 2: return createIndexes();
        case 4: return seed();
        case 5: return createView();
        default: return createFunction();
        }
    }

private:
    static std::string tableName(size_t number) {
        return fmt::format("{}_{}", nouns[number % nouns.size()], number);
    }
    size_t random(size_t bound) {
        state_ = state_ * 6364136223846793005ULL + 1442695040888963407ULL; // Knuth's MMIX
        return static_cast<size_t>(state_ >> 33) % bound;
    }
    std::string anyTable() { return tableName(random(tables_)); }

    Ways createTable() {
        const std::string name = tableName(tables_);
        Ways ways{"create_" + name, {}, fmt::format("{}DROP TABLE {};\n", timeout, name)};
        ways.up = fmt::format("-- {} as sales and support asked for it.\n{}CREATE TABLE {} (\n"
                              "    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,\n",
                              name, timeout, name);
        for (size_t column = 0; column < 10; ++column) {
            ways.up += fmt::format("    {}_{} {}{},\n", attributes[column], column,
                                   types[random(types.size())], random(3) == 0 ? " NOT NULL" : "");
        }
        if (tables_ > 0) {
            const std::string parent = anyTable();
            ways.up += fmt::format("    parent_id bigint NOT NULL REFERENCES {} (id) "
                                   "ON DELETE CASCADE,\n",
                                   parent);
        }
        ways.up += fmt::format("    amount numeric(12, 2) NOT NULL DEFAULT 0,\n"
                               "    created_at timestamptz NOT NULL DEFAULT now(),\n"
                               "    CONSTRAINT {}_amount_check CHECK (amount >= 0)\n);\n\n",
                               name);
        // One table in eight was forgotten.
        if (tables_ > 0 && tables_ % 8 != 1) {
            ways.up += fmt::format("CREATE INDEX {0}_parent_id_idx ON {0} (parent_id);\n", name);
        }
        ways.up += fmt::format("CREATE INDEX {0}_created_at_idx ON {0} (created_at DESC);\n"
                               "COMMENT ON TABLE {0} IS 'One row for each {1} that''s known';\n",
                               name, nouns[tables_ % nouns.size()]);
        for (size_t column = 0; column < 8; ++column) {
            ways.up += fmt::format("COMMENT ON COLUMN {}.{}_{} IS 'The {} as the customer "
                                   "gave it, unchanged since then';\n",
                                   name, attributes[column], column, attributes[column]);
        }
        ++tables_;
        return ways;
    }

    Ways addColumns() {
        const std::string table = anyTable();
        Ways ways{fmt::format("extend_{}_{}", table, made_), {}, {}};
        ways.up = fmt::format("-- Columns first, data next, constraints last.\n{}", timeout);
        ways.down = timeout;
        for (size_t column = 0; column < 7; ++column) {
            const std::string name =
                fmt::format("{}_{}_{}", attributes[random(attributes.size())], made_, column);
            ways.up += fmt::format("ALTER TABLE {0} ADD COLUMN IF NOT EXISTS {1} text;\n"
                                   "UPDATE {0} SET {1} = 'unknown' WHERE {1} IS NULL AND id "
                                   "BETWEEN {2} AND {3};\n"
                                   "ALTER TABLE {0} ADD CONSTRAINT {1}_check CHECK (length({1}) "
                                   "< 200 OR {1} ~ '^[a-z]+;$') NOT VALID;\n",
                                   table, name, column * 1000, column * 1000 + 999);
            ways.down += fmt::format("ALTER TABLE {} DROP COLUMN {};\n", table, name);
        }
        return ways;
    }

    Ways createIndexes() {
        const std::string table = anyTable();
        const size_t column = random(10);
        const std::string index = fmt::format("{}_{}_idx", table, made_);
        return {"index_" + index,
                fmt::format("/* The list of open {0} is slow without it; measured on a copy of\n"
                            "   the production data: 1.8 s before, 4 ms after. */\n"
                            "CREATE INDEX CONCURRENTLY {1}\n"
                            "    ON {0} USING btree ({2}_{3}, amount DESC NULLS LAST)\n"
                            "    WHERE created_at > '2020-01-01' AND amount > 0;\n",
                            table, index, attributes[column], column),
                fmt::format("DROP INDEX CONCURRENTLY IF EXISTS {};\n", index)};
    }

    Ways seed() {
        const std::string table = fmt::format("lookup_{}", made_);
        Ways ways{"seed_" + table, {}, fmt::format("{}DROP TABLE {};\n", timeout, table)};
        ways.up = fmt::format("CREATE TABLE {0} (code text PRIMARY KEY, label text NOT NULL, "
                              "rank int);\n\nINSERT INTO {0} (code, label, rank) VALUES\n",
                              table);
        constexpr size_t rows = 60;
        for (size_t row = 0; row < rows; ++row) {
            ways.up +=
                fmt::format("    ('{}-{:03}', 'The {} of row {}; it''s für alle', {}){}\n",
                            attributes[row % attributes.size()], row, nouns[row % nouns.size()],
                            row, random(1000), row + 1 < rows ? "," : "");
        }
        ways.up += "ON CONFLICT (code) DO NOTHING;\n";
        return ways;
    }

    Ways createView() {
        const std::string left = anyTable();
        const std::string right = anyTable();
        const std::string view = fmt::format("report_{}", made_);
        Ways ways{"view_" + view, {}, fmt::format("DROP VIEW {};\n", view)};
        ways.up = fmt::format("CREATE OR REPLACE VIEW {} AS\nWITH recent AS (\n    SELECT id, "
                              "amount, created_at FROM {}\n    WHERE created_at > now() - "
                              "interval '30 days'\n)\nSELECT r.id,\n",
                              view, left);
        for (size_t column = 0; column < 14; ++column) {
            ways.up += fmt::format("       sum(CASE WHEN o.amount > {0} THEN o.amount ELSE 0 END) "
                                   "FILTER (WHERE o.id % {1} = 0) AS total_{0},\n",
                                   column * 10, column + 2);
        }
        ways.up += fmt::format("       coalesce(max(o.created_at), r.created_at) AS latest\n"
                               "FROM recent r\nLEFT JOIN {} o ON o.id = r.id\n"
                               "GROUP BY r.id, r.created_at\nHAVING count(*) > 1\n"
                               "ORDER BY r.created_at DESC;\n",
                               right);
        return ways;
    }

    Ways createFunction() {
        const std::string table = anyTable();
        const std::string name = fmt::format("touch_{}_{}", table, made_);
        Ways ways{"function_" + name, {}, {}};
        ways.up = fmt::format("{}CREATE FUNCTION {}() RETURNS trigger LANGUAGE plpgsql AS $body$\n"
                              "DECLARE\n    found_id bigint;\nBEGIN\n",
                              timeout, name);
        for (size_t step = 0; step < 20; ++step) {
            ways.up += fmt::format("    IF NEW.amount > {0} THEN\n        -- Step {0}: don't "
                                   "count twice.\n        UPDATE {1} SET amount = amount + {0} "
                                   "WHERE id = NEW.id;\n        SELECT id INTO found_id FROM {1} "
                                   "WHERE amount = {0};\n    END IF;\n",
                                   step, table);
        }
        ways.up += fmt::format("    RETURN NEW;\nEND;\n$body$;\n\nCREATE TRIGGER {0}_trigger "
                               "BEFORE UPDATE ON {1}\n    FOR EACH ROW EXECUTE FUNCTION {0}();\n",
                               name, table);
        ways.down = fmt::format("{2}DROP TRIGGER {0}_trigger ON {1};\nDROP FUNCTION {0}();\n", name,
                                table, timeout);
        return ways;
    }

    size_t made_ = 0;
    size_t tables_ = 0;
    uint64_t state_ = 42;
};

} // namespace

std::vector<HistoryFile> makeHistory(size_t bytes) {
    std::vector<HistoryFile> files;
    Generator generator;
    size_t written = 0;
    for (size_t version = 1; written < bytes; ++version) {
        Ways ways = generator.next();
        written += ways.up.size() + ways.down.size();
        const std::string stem = fmt::format("{:06}_{}", version, ways.title);
        files.push_back({stem + ".up.sql", std::move(ways.up)});
        files.push_back({stem + ".down.sql", std::move(ways.down)});
    }
    return files;
}

} // namespace ironlaw::bench
